// What is selected: a veil over the map, and the hot marks, lines and labels painted again on top.

function paintHot(map, ctx, camera) {
  const { model, theme } = map;
  const hot = map.hot;
  const scale = camera.scale;
  camera.toScreen(ctx);
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, camera.width, camera.height);
  ctx.globalAlpha = 1;
  camera.toWorld(ctx);
  const grow = Math.max(1, Math.min(2.2, 3.4 / (8 * scale)));
  for (const line of hot.lines) paintHotLine(map, ctx, line, scale, hot, grow);
  const order = [...hot.nodes.keys()].filter((n) => n < model.shown).sort((a, b) => model.size[b] - model.size[a]);
  for (const n of order) paintNode(map, ctx, n, scale, grow);
  for (const n of hot.ends) {
    ctx.beginPath();
    ctx.arc(model.x[n], model.y[n], model.size[n] * grow * 1.25 + 4 / scale, 0, 2 * Math.PI);
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = 2.2 / scale;
    ctx.stroke();
  }
  for (const sat of hot.satellites || []) paintSatellite(map, ctx, sat, scale);
  camera.toScreen(ctx);
  labelHot(map, ctx, camera, order, grow);
}

function paintHotLine(map, ctx, line, scale, hot, grow) {
  const { model, theme } = map;
  const primary = hot.ends.has(line.a) || hot.ends.has(line.b) || hot.path;
  ctx.beginPath();
  traceLine(map, ctx, line);
  ctx.strokeStyle = primary ? theme.hot : theme.line;
  ctx.globalAlpha = primary ? 0.9 : 0.55;
  ctx.lineWidth = (hot.path ? 2.6 : primary ? 1.5 : 1) / scale;
  ctx.stroke();
  ctx.globalAlpha = 1;
  if (line.a !== line.b && primary) paintArrows(map, ctx, line, scale, grow);
}

// An arrow at each end that a shown edge leads to.
function paintArrows(map, ctx, line, scale, grow) {
  const { model, theme } = map;
  const tails = new Set(filters.edgesOf(line).map((e) => model.edges.tail[e]));
  const middle = bendOf(map, line);
  for (const end of tails) {
    const from = middle.bent ? middle : { x: model.x[model.other(line, end)], y: model.y[model.other(line, end)] };
    const angle = Math.atan2(model.y[end] - from.y, model.x[end] - from.x);
    const back = model.size[end] * grow * 1.15 + 1.5 / scale;
    const tip = { x: model.x[end] - back * Math.cos(angle), y: model.y[end] - back * Math.sin(angle) };
    const size = 7 / scale;
    ctx.beginPath();
    ctx.moveTo(tip.x, tip.y);
    for (const side of [0.42, -0.42]) ctx.lineTo(tip.x - size * Math.cos(angle + side), tip.y - size * Math.sin(angle + side));
    ctx.closePath();
    ctx.fillStyle = theme.hot;
    ctx.fill();
  }
}

function paintSatellite(map, ctx, sat, scale) {
  const { theme, model } = map;
  ctx.beginPath();
  ctx.moveTo(model.x[sat.of], model.y[sat.of]);
  ctx.lineTo(sat.x, sat.y);
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 0.8 / scale;
  ctx.globalAlpha = 0.5;
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(sat.x, sat.y, 3.6 / scale, 0, 2 * Math.PI);
  ctx.fillStyle = theme.quiet;
  ctx.fill();
}

function labelHot(map, ctx, camera, order, grow) {
  const { model, theme, hot } = map;
  const room = new Room();
  const place = (n) => {
    const at = camera.at(model.x[n], model.y[n]);
    return { x: at.x, y: at.y, radius: model.size[n] * grow * camera.scale };
  };
  for (const n of order) {
    const { x, y, radius } = place(n);
    room.take(x - radius * 0.8, y - radius * 0.8, x + radius * 0.8, y + radius * 0.8, true);
  }
  const rank = (n) => (hot.ends.has(n) ? 1e9 : 0) - hot.nodes.get(n) * 1e6 + (model.nodes.weight[n] || 0);
  const labels = [...order].sort((a, b) => rank(b) - rank(a));
  let left = 260;
  for (const n of labels) {
    const at = place(n);
    if (!camera.sees(at.x, at.y) || left-- <= 0) continue;
    const main = hot.ends.has(n);
    const label = placeLabel(ctx, room, { text: shortened(model.name(n), main ? 22 : 15), ...at, radius: at.radius + (main ? 5 : 1), size: main ? 15 : 12, bold: main });
    if (label) drawLabel(ctx, label, theme);
  }
  for (const sat of hot.satellites || []) {
    const at = camera.at(sat.x, sat.y);
    const label = placeLabel(ctx, room, { text: sat.text, x: at.x, y: at.y, radius: 4, size: 10.5 });
    if (label) drawLabel(ctx, { ...label, colour: theme.quiet }, theme);
  }
  if (hot.lines.length <= 40) for (const line of hot.lines) labelRelation(map, ctx, camera, line, room);
}

function labelRelation(map, ctx, camera, line, room) {
  const { model, theme, hot } = map;
  if (!(hot.path || hot.ends.has(line.a) || hot.ends.has(line.b)) || line.a === line.b) return;
  const a = camera.at(model.x[line.a], model.y[line.a]);
  const b = camera.at(model.x[line.b], model.y[line.b]);
  if (Math.hypot(a.x - b.x, a.y - b.y) < 90 && !hot.path) return;
  const text = [...new Set(filters.edgesOf(line).map((e) => word(model.relations[model.edges.type[e]])))].join("、");
  const middle = bendOf(map, line);
  const at = camera.at((middle.x * 2 + model.x[line.a] + model.x[line.b]) / 4, (middle.y * 2 + model.y[line.a] + model.y[line.b]) / 4);
  const label = placeLabel(ctx, room, { text, x: at.x, y: at.y, size: 10.5, centred: true });
  if (label) drawLabel(ctx, { ...label, colour: theme.hot, halo: 4 }, theme);
}

// The node under the pointer: a ring and its full name.
function paintHover(map, ctx, camera) {
  const n = map.hover;
  if (n === null || n >= map.model.shown) return;
  const { model, theme } = map;
  const at = camera.at(model.x[n], model.y[n]);
  const radius = model.size[n] * camera.scale;
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius * 1.25 + 3, 0, 2 * Math.PI);
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 1.6;
  ctx.stroke();
  const label = placeLabel(ctx, new Room(), { text: model.name(n), x: at.x, y: at.y, radius: radius + 4, size: 13, bold: true });
  drawLabel(ctx, { ...label, halo: 6 }, theme);
}
