// The map: vis-network holds the marks, the camera and the pointer; the rest is painted in its two hooks.

class Camera {
  constructor(scale, x, y, width, height, ratio) {
    Object.assign(this, { scale, x, y, width, height, ratio });
  }

  static of(network) {
    const canvas = network.canvas;
    const ratio = canvas.pixelRatio || 1;
    const translation = network.body.view.translation;
    const { clientWidth, clientHeight } = canvas.frame;
    return new Camera(network.body.view.scale, translation.x, translation.y, clientWidth, clientHeight, ratio);
  }

  at(x, y) { return { x: x * this.scale + this.x, y: y * this.scale + this.y }; }
  sees(x, y) { return x > -60 && y > -30 && x < this.width + 60 && y < this.height + 30; }
  toScreen(ctx) { ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0); }
  toWorld(ctx) { ctx.setTransform(this.scale * this.ratio, 0, 0, this.scale * this.ratio, this.x * this.ratio, this.y * this.ratio); }
  box() {
    return { left: -this.x / this.scale, top: -this.y / this.scale, right: (this.width - this.x) / this.scale, bottom: (this.height - this.y) / this.scale };
  }
}

class GraphMap {
  constructor(model, stage) {
    this.model = model;
    this.hover = null;
    this.hot = null;
    this.folded = new Set();
    this.kept = new Map();
    this.fitScale = 0.01;
    this.curved = model.shown <= 600;
    this.theme = readTheme(model);
    this.coasts = model.members.map((nodes) => (nodes.length ? coastOf(model, nodes, 40) : null));
    this.heads = new Set(model.members.map((nodes, g) => nodes.filter((n) => model.name(n) === model.groups[g])
      .sort((a, b) => model.nodes.weight[b] - model.nodes.weight[a])[0]).filter((n) => n !== undefined));
    if (settings.tier !== "whole") this.folded = new Set(model.members.keys());
    this.resting = true;
    this.dataset = new vis.DataSet([]);
    this.settle();
    this.network = new vis.Network(stage, { nodes: this.dataset, edges: new vis.DataSet([]) }, {
      ...model.network.options,
      interaction: { hover: false, selectable: true, selectConnectedEdges: false, zoomSpeed: 0.7 },
    });
    this.network.on("beforeDrawing", (ctx) => this.resting || this.below(ctx));
    this.network.on("afterDrawing", (ctx) => this.resting || this.above(ctx));
    this.network.on("dragging", (event) => event.nodes.length && this.dragged(event.nodes[0]));
  }

  // Begin to draw: the first frame is there when this returns.
  begin() {
    this.fit(false);
    this.resting = false;
    this.network.renderer._redraw();
  }

  // ---- what is drawn ----

  isShown(n) { return n < this.model.shown && filters.nodeShown[n] && !this.folded.has(this.model.group(n)); }
  isFar(line) { return this.model.group(line.a) !== this.model.group(line.b); }
  sizeOf(g) { return this.model.members[g].length; }

  meets(g, view) {
    const coast = this.coasts[g];
    return coast.x + coast.radius > view.left && coast.x - coast.radius < view.right && coast.y + coast.radius > view.top && coast.y - coast.radius < view.bottom;
  }

  // The nodes of folded communities, by type.
  dots() {
    const found = new Map();
    for (const g of this.folded) {
      for (const n of this.model.members[g]) {
        const type = this.model.nodes.type[n];
        if (filters.nodeShown[n]) found.has(type) ? found.get(type).push(n) : found.set(type, [n]);
      }
    }
    return found;
  }

  refresh() {
    this.resting = true;
    this.settle();
    this.resting = false;
    this.redraw();
  }

  // Which nodes and lines are on the map now.
  settle() {
    const { model } = this;
    const nodes = [];
    for (let n = 0; n < model.shown; n++) if (this.isShown(n)) nodes.push(n);
    this.visible = nodes;
    this.byType = model.types.map((type) => nodes.filter((n) => model.nodes.type[n] === type.index));
    this.drawn = model.lines.filter((line) => this.isShown(line.a) && this.isShown(line.b) && filters.lineShown(line));
    this.labelOrder = [...nodes].sort((a, b) => model.nodes.weight[b] - model.nodes.weight[a]);
    this.bundles = this.bundled();
    this.backdrop = this.dots();
    this.kept.clear();
    const wanted = new Set(nodes);
    const gone = this.dataset.getIds().filter((id) => !wanted.has(id));
    if (gone.length) this.dataset.remove(gone);
    const fresh = nodes.filter((n) => this.dataset.get(n) === null);
    if (fresh.length) this.dataset.add(fresh.map((n) => this.mark(n)));
  }

  // vis-network knows where a mark is and how large; how it looks is painted below, a type at once.
  mark(n) {
    const dimensions = { width: 2 * this.model.size[n], height: 2 * this.model.size[n] };
    return {
      id: n, x: this.model.x[n], y: this.model.y[n], shape: "custom", chosen: false, physics: false,
      ctxRenderer: () => ({ nodeDimensions: dimensions }),
    };
  }

  // Lines that lead to folded communities, one for all between the same two ends.
  bundled() {
    const { model } = this;
    if (!this.folded.size) return [];
    const found = new Map();
    const end = (n) => (this.folded.has(model.group(n)) ? -1 - model.group(n) : n);
    for (const line of model.lines) {
      const [a, b] = [end(line.a), end(line.b)];
      if (a === b || (a >= 0 && b >= 0) || !filters.lineShown(line) || line.a >= model.shown || line.b >= model.shown) continue;
      const key = (Math.min(a, b) + model.count) * 4 * model.count + Math.max(a, b) + model.count;
      const bundle = found.get(key);
      if (bundle) bundle.count++;
      else found.set(key, { a, b, count: 1 });
    }
    const place = (end) => (end < 0 ? this.coasts[-1 - end] : { x: model.x[end], y: model.y[end] });
    const byWeight = new Map();
    for (const bundle of found.values()) {
      const [from, to] = [place(bundle.a), place(bundle.b)];
      const weight = Math.round(Math.log2(bundle.count) * 2) / 2;
      if (!byWeight.has(weight)) byWeight.set(weight, []);
      byWeight.get(weight).push({ x1: from.x, y1: from.y, x2: to.x, y2: to.y });
    }
    this.thinLeftOut = found.size > 1000;
    return [...byWeight].sort((a, b) => a[0] - b[0]);
  }

  below(ctx) {
    const camera = Camera.of(this.network);
    camera.toScreen(ctx);
    ctx.fillStyle = this.theme.paper;
    ctx.fillRect(0, 0, camera.width, camera.height);
    camera.toWorld(ctx);
    paintBelow(this, ctx, camera.scale, camera.box(), this.kept);
  }

  above(ctx) {
    const camera = Camera.of(this.network);
    ctx.save();
    if (this.hot) paintHot(this, ctx, camera);
    else {
      camera.toScreen(ctx);
      paintLabels(this, ctx, camera);
    }
    camera.toScreen(ctx);
    paintHover(this, ctx, camera);
    ctx.restore();
    camera.toWorld(ctx);
  }

  redraw() { this.network.redraw(); }

  // ---- folding ----

  fold(groups, folded) {
    for (const g of groups) folded ? this.folded.add(g) : this.folded.delete(g);
    this.refresh();
  }

  // Open the communities in which some nodes lie.
  show(nodes) {
    const groups = new Set([...nodes].filter((n) => n < this.model.shown).map((n) => this.model.group(n)).filter((g) => this.folded.has(g)));
    if (groups.size) this.fold(groups, false);
  }

  // ---- camera ----

  fit(animated = true, nodes = null) {
    const { model } = this;
    const list = nodes || [...Array(model.shown).keys()].filter((n) => filters.nodeShown[n]);
    if (!list.length) return;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const n of list) {
      left = Math.min(left, model.x[n]);
      right = Math.max(right, model.x[n]);
      top = Math.min(top, model.y[n]);
      bottom = Math.max(bottom, model.y[n]);
    }
    const free = this.freeArea();
    const scale = Math.min(1.5, (free.width - (free.width < 500 ? 24 : 110)) / (right - left + 80), (free.height - 60) / (bottom - top + 80));
    if (!nodes) this.fitScale = scale;
    const { clientWidth, clientHeight } = this.network.canvas.frame;
    const offset = { x: free.left + free.width / 2 - clientWidth / 2, y: free.top + free.height / 2 - clientHeight / 2 };
    this.move({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale, offset, animated);
  }

  // The part of the stage that no panel covers.
  freeArea() {
    const { clientWidth, clientHeight } = this.network.canvas.frame;
    const area = { left: 0, top: 0, right: clientWidth, bottom: clientHeight - 50 };
    const stage = this.network.canvas.frame.getBoundingClientRect();
    for (const id of ["legend", "panel"]) {
      const element = byId(id);
      const box = element.getBoundingClientRect();
      if (element.hidden || !box.width || getComputedStyle(element).visibility === "hidden") continue;
      const low = id === "legend" && document.documentElement.dataset.embed !== undefined;
      if (low || box.width > clientWidth * 0.8) area.bottom = Math.min(area.bottom, box.top - stage.top);
      else if (box.left + box.right < clientWidth) area.left = Math.max(area.left, box.right - stage.left);
      else area.right = Math.min(area.right, box.left - stage.left);
    }
    const notice = document.querySelector(".notice");
    if (notice) area.top = Math.max(area.top, notice.getBoundingClientRect().bottom - stage.top);
    return { left: area.left, top: area.top, width: Math.max(120, area.right - area.left), height: Math.max(120, area.bottom - area.top) };
  }

  move(position, scale, offset, animated) {
    const animation = animated && !calm() ? { duration: 420, easingFunction: "easeInOutCubic" } : false;
    this.network.moveTo({ position, scale: Math.max(scale, 0.005), offset, animation });
  }

  zoom(factor) {
    const free = this.freeArea();
    const camera = Camera.of(this.network);
    const middle = { x: free.left + free.width / 2, y: free.top + free.height / 2 };
    const position = { x: (middle.x - camera.x) / camera.scale, y: (middle.y - camera.y) / camera.scale };
    const offset = { x: middle.x - camera.width / 2, y: middle.y - camera.height / 2 };
    this.move(position, camera.scale * factor, offset, false);
  }

  pan(dx, dy) {
    const view = this.network.getViewPosition();
    const scale = this.network.getScale();
    this.network.moveTo({ position: { x: view.x + dx / scale, y: view.y + dy / scale }, scale, animation: false });
  }

  // ---- pointer ----

  nodeAt(x, y) {
    const camera = Camera.of(this.network);
    const reach = 6 / camera.scale;
    const hot = this.hot ? [...this.hot.nodes.keys()].filter((n) => n < this.model.shown && !this.isShown(n)) : [];
    const list = [...this.visible, ...hot];
    let [best, least] = [null, Infinity];
    for (const n of list) {
      const far = Math.hypot(this.model.x[n] - x, this.model.y[n] - y) - this.model.size[n];
      if (far < reach && far < least) [best, least] = [n, far];
    }
    return best;
  }

  lineAt(x, y) {
    const reach = 5 / Camera.of(this.network).scale;
    const lines = this.hot ? this.hot.lines : this.drawn; // under the veil, lines are not for clicking
    let [best, least] = [null, reach];
    for (const line of lines) {
      const far = distanceToSegment(x, y, this.model.x[line.a], this.model.y[line.a], this.model.x[line.b], this.model.y[line.b]);
      if (far < least) [best, least] = [line, far];
    }
    return best;
  }

  groupAt(x, y) {
    const ctx = this.network.canvas.getContext();
    const camera = Camera.of(this.network);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const found = this.model.groups.findIndex((_, g) => {
      const path = this.kept.get(`coast ${g}`);
      return path && this.meets(g, camera.box()) && ctx.isPointInPath(path, x, y);
    });
    ctx.restore();
    return found < 0 ? null : found;
  }

  dragged(n) {
    const at = this.network.getPosition(n);
    this.model.x[n] = at.x;
    this.model.y[n] = at.y;
    for (const key of ["near", "far", ...this.model.types.map((type) => `marks ${type.index}`)]) this.kept.delete(key);
    if (this.bundles.length) this.bundles = this.bundled();
  }

  setTheme() {
    this.theme = readTheme(this.model);
    this.redraw();
  }
}

function distanceToSegment(x, y, x1, y1, x2, y2) {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
  return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1));
}

function readTheme(model) {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: value("paper"), ink: value("ink"), quiet: value("quiet"), line: value("line"), hot: value("hot"), accent: value("accent"),
    blobEdge: value("blob-edge"), blobs: [0, 1, 2, 3, 4, 5].map((k) => value(`blob-${k}`)),
    types: model.types.map((type) => (isDark() ? type.dark : type.light)),
  };
}

function isDark() {
  return document.documentElement.dataset.mode === "dark";
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
