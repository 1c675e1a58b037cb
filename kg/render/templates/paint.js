// The layers of the map. The same code draws on the screen, into a PNG and into an SVG.

// Fills and strokes: on the screen through paths that are kept, elsewhere traced anew.
class Brush {
  constructor(ctx, kept) {
    this.ctx = ctx;
    this.kept = kept;
  }

  path(key, trace) {
    if (!this.kept) {
      this.ctx.beginPath();
      trace(this.ctx);
      return null;
    }
    let path = this.kept.get(key);
    if (!path) {
      path = new Path2D();
      trace(path);
      this.kept.set(key, path);
    }
    return path;
  }

  fill(key, trace, style, alpha = 1) {
    const path = this.path(key, trace);
    this.ctx.fillStyle = style;
    this.ctx.globalAlpha = alpha;
    path ? this.ctx.fill(path) : this.ctx.fill();
    this.ctx.globalAlpha = 1;
  }

  stroke(key, trace, style, width, alpha = 1) {
    const path = this.path(key, trace);
    this.ctx.strokeStyle = style;
    this.ctx.lineWidth = width;
    this.ctx.globalAlpha = alpha;
    path ? this.ctx.stroke(path) : this.ctx.stroke();
    this.ctx.globalAlpha = 1;
  }
}

// The outline of an island: what lies within reach of a node, seen from the middle, with soft bays.
function coastOf(model, nodes, reach) {
  const STEPS = 48;
  let mx = 0;
  let my = 0;
  for (const n of nodes) {
    mx += model.x[n] / nodes.length;
    my += model.y[n] / nodes.length;
  }
  for (const n of nodes) reach = Math.max(reach, 0.2 * Math.hypot(model.x[n] - mx, model.y[n] - my));
  let shore = new Float64Array(STEPS).fill(reach);
  for (const n of nodes) {
    const far = Math.hypot(model.x[n] - mx, model.y[n] - my);
    const angle = Math.atan2(model.y[n] - my, model.x[n] - mx);
    for (let k = 0; k < STEPS; k++) {
      const turn = (k * 2 * Math.PI) / STEPS - angle;
      const aside = far * Math.sin(turn);
      const ahead = far * Math.cos(turn);
      if (Math.abs(aside) < reach && ahead > -reach) shore[k] = Math.max(shore[k], ahead + Math.sqrt(reach * reach - aside * aside));
    }
  }
  const smoothed = (weights) => shore.map((_, k) => {
    const half = (weights.length - 1) / 2;
    return weights.reduce((sum, w, i) => sum + w * shore[(k + i - half + STEPS) % STEPS], 0);
  });
  for (let round = 0; round < 2; round++) {
    const soft = smoothed(new Array(9).fill(1 / 9));
    shore = shore.map((v, k) => Math.max(v, soft[k]));
  }
  shore = smoothed([1 / 9, 2 / 9, 3 / 9, 2 / 9, 1 / 9]);
  const corners = [];
  let most = 0;
  shore.forEach((v, k) => {
    const angle = (k * 2 * Math.PI) / STEPS;
    const radius = v + reach * 0.08;
    most = Math.max(most, radius);
    corners.push([mx + radius * Math.cos(angle), my + radius * Math.sin(angle)]);
  });
  return { corners, x: mx, y: my, radius: most };
}

// A closed curve through the middles of the sides, bent at the corners.
function traceSmooth(path, corners) {
  const last = corners[corners.length - 1];
  path.moveTo((last[0] + corners[0][0]) / 2, (last[1] + corners[0][1]) / 2);
  corners.forEach((corner, k) => {
    const next = corners[(k + 1) % corners.length];
    path.quadraticCurveTo(corner[0], corner[1], (corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2);
  });
  path.closePath();
}

// The middle and the control point of a line; lines across communities are slightly bent.
function bendOf(map, line) {
  const { model } = map;
  const bend = map.curved && model.group(line.a) !== model.group(line.b) ? 0.08 : 0;
  const [x1, y1, x2, y2] = [model.x[line.a], model.y[line.a], model.x[line.b], model.y[line.b]];
  return { x: (x1 + x2) / 2 - (y2 - y1) * bend, y: (y1 + y2) / 2 + (x2 - x1) * bend, bent: bend !== 0 };
}

function traceLine(map, path, line) {
  const { model } = map;
  if (line.a === line.b) {
    const r = model.size[line.a];
    path.moveTo(model.x[line.a] + r * 0.8, model.y[line.a] - r * 1.3);
    path.arc(model.x[line.a], model.y[line.a] - r * 1.3, r * 0.8, 0, 2 * Math.PI);
    return;
  }
  const middle = bendOf(map, line);
  path.moveTo(model.x[line.a], model.y[line.a]);
  if (middle.bent) path.quadraticCurveTo(middle.x, middle.y, model.x[line.b], model.y[line.b]);
  else path.lineTo(model.x[line.b], model.y[line.b]);
}

// Below the nodes: islands, the dots of folded communities, lines. `scale` is pixels a unit.
function paintBelow(map, ctx, scale, view, kept) {
  const { model, theme } = map;
  const brush = new Brush(ctx, kept);
  const seen = (g) => !view || map.meets(g, view);
  model.groups.forEach((_, g) => {
    const coast = map.coasts[g];
    if (!coast || !seen(g)) return;
    const trace = (path) => traceSmooth(path, coast.corners);
    brush.fill(`coast ${g}`, trace, theme.blobs[g % theme.blobs.length]);
    brush.stroke(`coast ${g}`, trace, theme.blobEdge, 1.2 / scale);
  });
  const step = Math.round(Math.log2(scale) * 2);
  const least = 0.75 / 2 ** (step / 2);
  if (kept && map.dotStep !== step) map.backdrop.forEach((_, type) => kept.delete(`dots ${type}`));
  map.dotStep = step;
  for (const [type, members] of map.backdrop) {
    const trace = (path) => members.forEach((n) => {
      const r = Math.max(least, model.size[n] * 0.62);
      if (step > -4) traceShape(path, model.types[type].shape, model.x[n], model.y[n], r);
      else path.rect(model.x[n] - r, model.y[n] - r, 2 * r, 2 * r);
    });
    brush.fill(`dots ${type}`, trace, theme.types[type], 0.6);
  }
  paintLines(map, brush, scale);
  map.byType.forEach((members, type) => {
    const trace = (path) => members.forEach((n) => traceShape(path, model.types[type].shape, model.x[n], model.y[n], model.size[n]));
    brush.fill(`marks ${type}`, trace, theme.types[type]);
    brush.stroke(`marks ${type}`, trace, theme.paper, Math.min(1.4, 1 / scale));
  });
}

function paintLines(map, brush, scale) {
  const { theme } = map;
  const dense = Math.max(0.6, Math.min(1, Math.sqrt(900 / Math.max(map.drawn.length, 1))));
  const width = Math.min(1.6, Math.max(0.55, scale * 0.95)) / scale;
  const fade = Math.min(1, 0.6 + scale * 0.6);
  const far = (path) => map.drawn.forEach((line) => map.isFar(line) && traceLine(map, path, line));
  const near = (path) => map.drawn.forEach((line) => !map.isFar(line) && traceLine(map, path, line));
  brush.stroke("far", far, theme.line, width * 0.85, 0.42 * dense * fade);
  brush.stroke("near", near, theme.line, width, 0.8 * dense * fade);
  for (const [weight, bundles] of map.bundles) {
    if (map.thinLeftOut && weight < 1 && scale < map.fitScale * 2.5) continue;
    const trace = (path) => bundles.forEach((bundle) => {
      path.moveTo(bundle.x1, bundle.y1);
      path.lineTo(bundle.x2, bundle.y2);
    });
    brush.stroke(`bundles ${weight}`, trace, theme.line, (0.5 + weight * 0.55) / scale, Math.min(0.6, 0.09 + weight * 0.075));
  }
}

function paintNode(map, ctx, n, scale, grow = 1) {
  const { model, theme } = map;
  ctx.beginPath();
  traceShape(ctx, model.type(n).shape, model.x[n], model.y[n], model.size[n] * grow);
  ctx.fillStyle = theme.types[model.nodes.type[n]];
  ctx.fill();
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = Math.min(1.4, 1.2 / scale);
  ctx.stroke();
}

// How many relations a line stands for, where there is more than one.
function paintCounts(map, ctx, camera, lines, room) {
  for (const line of lines) {
    const count = filters.edgesOf(line).length;
    if (count < 2) continue;
    const middle = bendOf(map, line);
    const at = camera.at((middle.x + (map.model.x[line.a] + map.model.x[line.b]) / 2) / 2,
      (middle.y + (map.model.y[line.a] + map.model.y[line.b]) / 2) / 2);
    if (!camera.sees(at.x, at.y) || !room.take(at.x - 9, at.y - 7, at.x + 9, at.y + 7)) continue;
    drawLabel(ctx, { text: `×${count}`, x: at.x, y: at.y + 4, size: 10.5, colour: map.theme.quiet, halo: 4 }, map.theme);
  }
}

// Labels of the map at rest.
function paintLabels(map, ctx, camera, options = {}) {
  const { model, theme } = map;
  const room = options.room || new Room();
  const scale = camera.scale;
  const [first, others] = [[], []];
  for (const g of map.folded) {
    const coast = map.coasts[g];
    if (!coast) continue;
    const at = camera.at(coast.x, coast.y);
    const size = Math.max(11.5, Math.min(19, 8 + Math.sqrt(map.sizeOf(g)) * 0.62));
    if (camera.sees(at.x, at.y)) first.push({ text: shortened(model.groups[g], 12), x: at.x, y: at.y, size, bold: true, centred: true, rank: map.sizeOf(g) });
  }
  const marks = [];
  for (const n of map.labelOrder) {
    const at = camera.at(model.x[n], model.y[n]);
    if (!camera.sees(at.x, at.y)) continue;
    const radius = model.size[n] * scale;
    const head = map.heads.has(n);
    if (radius > 4) marks.push([at, radius * 0.8]);
    const rank = model.nodes.weight[n] || 0;
    if (head) first.push({ text: shortened(model.name(n)), x: at.x, y: at.y, radius, size: Math.max(13, Math.min(16, 11 + radius * 0.2)), bold: true, rank });
    else if (radius >= (options.least || 1.8)) others.push({ text: shortened(model.name(n)), x: at.x, y: at.y, radius, size: Math.max(10.5, Math.min(13, 9.5 + radius * 0.16)), rank });
  }
  const draw = (want) => {
    const label = placeLabel(ctx, room, want);
    if (label) kept.push(label);
  };
  // Names of communities have the right of way over marks; other names keep clear of both.
  const kept = [];
  first.sort((a, b) => b.rank - a.rank).forEach(draw);
  for (const [at, r] of marks) room.take(at.x - r, at.y - r, at.x + r, at.y + r, true);
  const most = options.most || Math.round((camera.width * camera.height) / 4600);
  for (const want of others) if (kept.length < most) draw(want);
  for (let k = kept.length - 1; k >= 0; k--) drawLabel(ctx, kept[k], theme);
  if (scale > 0.9) paintCounts(map, ctx, camera, map.drawn, room);
  return room;
}
