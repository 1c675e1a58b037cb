// Start: read the data, build the parts, answer pointer, keys and links.

let settings;
let model;
let filters;
let search;
let map = null;
let satellitesOf = null;

async function start() {
  let data;
  try {
    data = await readIsland("kg-data");
  } catch {
    byId("failed").hidden = false;
    return;
  }
  settings = data.settings;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(data.css);
  document.adoptedStyleSheets = [sheet, typeSheet];
  language = settings.lang;
  if (settings.embed || /[?&]embed\b/.test(location.search) || self !== top) document.documentElement.dataset.embed = "";
  model = new Model(data);
  filters = new Filters(model);
  search = new Search(model);
  setMode(settings.mode ? settings.mode === "dark" : (recall("kg-mode") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark");
  if (innerWidth <= 720 && document.documentElement.dataset.embed === undefined) byId("legend").hidden = true;
  drawAll();
  map = new GraphMap(model, byId("stage"));
  drawLegend();
  drawNotice();
  listen();
  map.begin();
  readHash();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

function drawAll() {
  drawBar();
  byId("stage").setAttribute("role", "group");
  byId("stage").setAttribute("aria-label", t("graph_label", { nodes: number(settings.nodes), edges: number(settings.edges) }));
  byId("legend").setAttribute("aria-label", t("filters"));
  drawZoom();
  drawNotice();
  if (!map) return;
  drawLegend();
  if (current) drawPanel();
  if (tableState.open) drawTable();
  map.redraw();
}

function drawZoom() {
  const old = document.querySelector(".zoom");
  if (old) old.remove();
  byId("main").append(h("div", { class: "zoom", role: "group", "aria-label": t("map") },
    iconButton("plus", t("zoom_in"), () => map.zoom(1.35)), iconButton("minus", t("zoom_out"), () => map.zoom(1 / 1.35)), iconButton("fit", t("fit"), () => map.fit())));
}

// ---- what is selected ----

function highlight(view, moves = true) {
  map.hot = hotOf(view);
  if (moves && view.kind === "group" && !map.hot) map.fit(true, model.members[view.group]);
  if (moves && map.hot) {
    const nodes = [...map.hot.nodes.keys()].filter((n) => n < model.shown);
    if (view.kind === "path") map.fit(true, nodes);
    else if (view.kind === "node") bringIntoSight(view.node, nodes);
    else if (view.kind === "group") map.fit(true, nodes);
  }
  map.redraw();
}

function hotOf(view) {
  if (view.kind === "node") {
    if (view.node >= model.shown) return null;
    const nodes = model.around(view.node, view.hops || 1);
    reveal(view.node, nodes);
    const lines = new Set();
    for (const n of nodes.keys()) for (const line of model.near[n]) if (nodes.has(line.a) && nodes.has(line.b) && filters.lineShown(line)) lines.add(line);
    return { nodes, lines: [...lines], ends: new Set([view.node]), satellites: satellitesOf === view.node ? satellites(view.node) : [] };
  }
  if (view.kind === "path") {
    const ways = model.paths(view.a, view.b);
    const way = ways[Math.min(view.way || 0, ways.length - 1)];
    const nodes = new Map((way ? way.nodes : [view.a, view.b]).map((n) => [n, 0]));
    if (!settings.pages) map.show(nodes.keys());
    return { nodes, lines: way ? linesOf(way) : [], ends: new Set([view.a, view.b]), path: true };
  }
  if (view.kind === "line") return { nodes: new Map([[view.line.a, 0], [view.line.b, 0]]), lines: [view.line], ends: new Set([view.line.a, view.line.b]) };
  if (view.kind === "group" && map.folded.has(view.group)) return null;
  if (view.kind === "group") {
    const nodes = new Map(model.members[view.group].filter((n) => filters.nodeShown[n]).map((n) => [n, 1]));
    return { nodes, lines: map.drawn.filter((line) => nodes.has(line.a) && nodes.has(line.b)), ends: new Set() };
  }
  return map.hot;
}

// Open the communities of a node and of its neighbours, as long as they are few; the others keep their discs.
function reveal(n, nodes) {
  if (settings.pages) return;
  const groups = new Set([...nodes.keys()].map((m) => model.group(m)));
  map.show(groups.size <= 6 ? nodes.keys() : [n]);
}

// Move only when what was chosen is hidden, too small or under a panel.
function bringIntoSight(n, nodes) {
  const camera = Camera.of(map.network);
  const free = map.freeArea();
  const at = camera.at(model.x[n], model.y[n]);
  const inside = at.x > free.left + 30 && at.y > free.top + 30 && at.x < free.left + free.width - 30 && at.y < free.top + free.height - 30;
  const hidden = nodes.filter((m) => {
    const { x, y } = camera.at(model.x[m], model.y[m]);
    return x < free.left || y < free.top || x > free.left + free.width || y > free.top + free.height;
  });
  if (inside && camera.scale > 0.35 && hidden.length <= nodes.length * 0.25) return;
  const close = nodes.filter((m) => Math.hypot(model.x[m] - model.x[n], model.y[m] - model.y[n]) < 700);
  map.fit(true, close.length > 1 ? close : [n]);
}

// The figures of a node as small marks around it, when asked for.
function toggleSatellites(n, pressed) {
  satellitesOf = satellitesOf === n ? null : n;
  pressed.setAttribute("aria-pressed", String(satellitesOf === n));
  map.hot = hotOf(current);
  map.redraw();
}

function satellites(n) {
  const list = (model.figures.get(n) || []).filter((o) => filters.evidenceShown(model.observations.evidence[o]));
  return list.map((o, k) => {
    const radius = model.size[n] + 34 + 15 * Math.sqrt(k);
    const angle = k * 2.399963;
    return { of: n, observation: o, x: model.x[n] + radius * Math.cos(angle), y: model.y[n] + radius * Math.sin(angle),
      text: `${shortened(model.name(model.observations.metric[o]), 9)} ${model.observations.period[o] || ""} ${figureText(o)}` };
  });
}

// ---- pointer ----

function listen() {
  const { network } = map;
  network.on("click", (event) => clicked(event.pointer.canvas, event.event.srcEvent));
  network.on("doubleClick", (event) => {
    const g = map.groupAt(event.pointer.DOM.x * map.network.canvas.pixelRatio, event.pointer.DOM.y * map.network.canvas.pixelRatio);
    if (g !== null && map.nodeAt(event.pointer.canvas.x, event.pointer.canvas.y) === null) foldGroup(g, !map.folded.has(g));
  });
  const frame = network.canvas.frame;
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", t("graph_label", { nodes: number(settings.nodes), edges: number(settings.edges) }));
  frame.addEventListener("mousemove", hovered);
  frame.addEventListener("mouseleave", () => setHover(null));
  document.addEventListener("keydown", keyed);
  addEventListener("hashchange", readHash);
  addEventListener("beforeprint", () => {
    if (tableState.open) drawTable(true);
    map.redraw();
  });
  document.addEventListener("click", (event) => {
    for (const list of document.querySelectorAll(".menu > div")) if (!list.parentElement.contains(event.target)) list.hidden = true;
  });
}

function pointerAt(event) {
  const box = map.network.canvas.frame.getBoundingClientRect();
  const camera = Camera.of(map.network);
  return { x: (event.clientX - box.left - camera.x) / camera.scale, y: (event.clientY - box.top - camera.y) / camera.scale };
}

let hoverWaits = false;

function hovered(event) {
  if (hoverWaits) return;
  hoverWaits = true;
  requestAnimationFrame(() => {
    hoverWaits = false;
    const at = pointerAt(event);
    setHover(map.nodeAt(at.x, at.y));
  });
}

function setHover(n) {
  if (map.hover === n) return;
  map.hover = n;
  map.network.canvas.frame.style.cursor = n === null ? "default" : "pointer";
  map.redraw();
}

function clicked(at) {
  const satellite = map.hot && (map.hot.satellites || []).find((sat) => Math.hypot(sat.x - at.x, sat.y - at.y) < 8 / Camera.of(map.network).scale);
  if (satellite) return go({ kind: "source", document: model.evidence.doc[model.observations.evidence[satellite.observation][0]], evidence: model.observations.evidence[satellite.observation][0] });
  const n = map.nodeAt(at.x, at.y);
  if (n !== null) return choose(n);
  const line = map.lineAt(at.x, at.y);
  if (line) return go({ kind: "line", line });
  const camera = Camera.of(map.network);
  const dom = camera.at(at.x, at.y);
  const g = map.groupAt(dom.x * camera.ratio, dom.y * camera.ratio);
  if (g !== null && map.folded.has(g)) {
    if (!settings.pages) foldGroup(g, false);
    return go({ kind: "group", group: g });
  }
  if (current) closePanel();
  return undefined;
}

// ---- keys ----

function keyed(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return escape();
  if (typing) return;
  const onMap = !(event.target.closest && event.target.closest("#panel, #legend, #sheet, #bar"));
  const moves = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
  if (moves[event.key] && onMap) map.pan(...moves[event.key]);
  else {
    const action = KEYS[event.key.toLowerCase()];
    if (!action) return;
    action();
  }
  event.preventDefault();
}

const KEYS = {
  "/": () => byId("query").focus(),
  "+": () => map.zoom(1.35),
  "=": () => map.zoom(1.35),
  "-": () => map.zoom(1 / 1.35),
  "0": () => map.fit(),
  "1": () => setHops(1),
  "2": () => setHops(2),
  "3": () => setHops(3),
  "t": () => toggleTable(),
  "d": () => toggleDark(),
  "?": () => showHelp(),
  "n": () => step(1),
  "p": () => step(-1),
};

function escape() {
  if (!byId("sheet").hidden) {
    if (tableState.open) toggleTable(false);
    else closeHelp();
  } else if (pathStart !== null) {
    pathStart = null;
    drawNotice();
  } else if (current) closePanel();
}

// Walk through the neighbours of the node that was chosen first.
let walk = null;

function step(by) {
  if (!current || current.kind !== "node") return;
  if (!walk || !walk.list.includes(current.node)) {
    const list = [...model.around(current.node, 1).keys()];
    walk = { list, at: 0 };
  }
  walk.at = (walk.list.indexOf(current.node) + by + walk.list.length) % walk.list.length;
  go({ kind: "node", node: walk.list[walk.at] }, false);
}

// ---- links ----

function writeHash(view) {
  let hash = "";
  if (view && view.kind === "node") hash = `#node=${encodeURIComponent(model.ids[view.node])}`;
  else if (view && view.kind === "path") hash = `#path=${encodeURIComponent(model.ids[view.a])}&to=${encodeURIComponent(model.ids[view.b])}`;
  else if (view && view.kind === "group") hash = `#group=${view.group}`;
  else if (view) return;
  try {
    history.replaceState(null, "", hash || location.pathname + location.search);
  } catch {
    // a frame without an origin has no history; the page works without links there
  }
}

function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const find = (text) => {
    if (!text) return undefined;
    if (model.byId.has(text)) return model.byId.get(text);
    const found = [...Array(model.count).keys()].filter((n) => model.names(n).includes(text));
    return found.sort((a, b) => (model.nodes.weight[b] || 0) - (model.nodes.weight[a] || 0))[0];
  };
  const [a, b] = [find(given.get("path")), find(given.get("to"))];
  const n = find(given.get("node"));
  const g = Number(given.get("group"));
  if (a !== undefined && b !== undefined) go({ kind: "path", a, b, way: 0 }, false);
  else if (n !== undefined) go({ kind: "node", node: n }, false);
  else if (given.has("group") && model.groups[g] !== undefined) go({ kind: "group", group: g }, false);
  else if (settings.focus !== undefined && settings.focus !== null && !current) go({ kind: "node", node: settings.focus }, false);
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    byId("status").textContent = t("copied");
  } catch {
    prompt(t("copy_link"), location.href);
  }
}

// ---- memory; a sandboxed frame has none ----

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // nothing to do
  }
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

start().then(() => { window.kg = { model, map, filters, go, choose, view: () => current }; });
