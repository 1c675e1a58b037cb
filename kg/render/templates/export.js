// Pictures of the map: PNG of what is seen or of the whole, SVG of the whole.

// The part of a canvas context that the layers use, writing SVG elements.
class SvgContext {
  constructor(width, height) {
    this.root = s("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FACES });
    this.d = "";
    this.matrix = { scale: 1, x: 0, y: 0 };
    this.globalAlpha = 1;
    this.measure = document.createElement("canvas").getContext("2d");
  }

  setTransform(a, b, c, d, e, f) { this.matrix = { scale: a, x: e, y: f }; }
  save() {}
  restore() {}
  X(x) { return (x * this.matrix.scale + this.matrix.x).toFixed(1); }
  Y(y) { return (y * this.matrix.scale + this.matrix.y).toFixed(1); }
  beginPath() { this.d = ""; }
  moveTo(x, y) { this.d += `M${this.X(x)} ${this.Y(y)}`; }
  lineTo(x, y) { this.d += `L${this.X(x)} ${this.Y(y)}`; }
  quadraticCurveTo(cx, cy, x, y) { this.d += `Q${this.X(cx)} ${this.Y(cy)} ${this.X(x)} ${this.Y(y)}`; }
  closePath() { this.d += "Z"; }
  rect(x, y, w, high) { this.d += `M${this.X(x)} ${this.Y(y)}H${this.X(x + w)}V${this.Y(y + high)}H${this.X(x)}Z`; }

  arc(x, y, r) {
    const size = (r * this.matrix.scale).toFixed(1);
    this.d += `M${this.X(x + r)} ${this.Y(y)}A${size} ${size} 0 1 1 ${this.X(x - r)} ${this.Y(y)}A${size} ${size} 0 1 1 ${this.X(x + r)} ${this.Y(y)}Z`;
  }

  fill() { this.root.append(s("path", { d: this.d, fill: this.fillStyle, "fill-opacity": this.globalAlpha })); }

  stroke() {
    this.root.append(s("path", { d: this.d, fill: "none", stroke: this.strokeStyle, "stroke-width": (this.lineWidth * this.matrix.scale).toFixed(2), "stroke-opacity": this.globalAlpha }));
  }

  fillRect(x, y, width, height) {
    this.root.append(s("rect", { x: this.X(x), y: this.Y(y), width: width * this.matrix.scale, height: height * this.matrix.scale, fill: this.fillStyle, "fill-opacity": this.globalAlpha }));
  }

  text(text, x, y, paint) {
    const [, bold, size] = /^(600 )?([\d.]+)px/.exec(this.font);
    this.root.append(s("text", { x: this.X(x), y: this.Y(y), "font-size": size, "font-weight": bold ? 600 : 400, "text-anchor": "middle", ...paint }, text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g, "")));
  }

  strokeText(text, x, y) {
    this.text(text, x, y, { fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": "round", "stroke-opacity": this.globalAlpha });
  }

  fillText(text, x, y) { this.text(text, x, y, { fill: this.fillStyle }); }
  measureText(text) {
    this.measure.font = this.font || fontOf(12);
    return this.measure.measureText(text);
  }
}

function wholeCamera(width, ratio) {
  const shown = [...Array(model.shown).keys()].filter((n) => filters.nodeShown[n]);
  let [left, right, top, bottom] = [0, 1, 0, 1];
  if (shown.length) {
    const xs = shown.map((n) => model.x[n]);
    const ys = shown.map((n) => model.y[n]);
    const least = (list) => list.reduce((a, b) => Math.min(a, b));
    const most = (list) => list.reduce((a, b) => Math.max(a, b));
    [left, right, top, bottom] = [least(xs) - 60, most(xs) + 60, least(ys) - 60, most(ys) + 60];
  }
  const scale = Math.min(1.2, width / (right - left));
  return new Camera(scale, -left * scale + (width - (right - left) * scale) / 2, -top * scale, width, Math.ceil((bottom - top) * scale), ratio);
}

function paintAll(ctx, camera) {
  camera.toScreen(ctx);
  ctx.fillStyle = map.theme.paper;
  ctx.fillRect(0, 0, camera.width, camera.height);
  camera.toWorld(ctx);
  paintBelow(map, ctx, camera.scale, null, null);
  if (map.hot) paintHot(map, ctx, camera);
  else {
    camera.toScreen(ctx);
    paintLabels(map, ctx, camera, { least: 1.2 });
  }
}

function exportSvg() {
  const camera = wholeCamera(1600, 1);
  const ctx = new SvgContext(camera.width, camera.height);
  paintAll(ctx, camera);
  saveText(new XMLSerializer().serializeToString(ctx.root), "graph.svg", "image/svg+xml");
}

function exportPng(whole) {
  const seen = Camera.of(map.network);
  const camera = whole ? wholeCamera(1600, 2) : new Camera(seen.scale, seen.x, seen.y, seen.width, seen.height, 2);
  const canvas = document.createElement("canvas");
  canvas.width = camera.width * 2;
  canvas.height = camera.height * 2;
  paintAll(canvas.getContext("2d"), camera);
  canvas.toBlob((blob) => saveBlob(blob, "graph.png"), "image/png");
}

function saveText(text, name, type) {
  saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), name);
}

function saveBlob(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
