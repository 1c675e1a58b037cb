// Labels as a map draws them: of constant size, the most important first, none over another.

class Room {
  constructor() {
    this.cells = new Map();
  }

  take(left, top, right, bottom, force = false) {
    const touched = [];
    for (let cx = Math.floor(left / 64); cx <= Math.floor(right / 64); cx++) {
      for (let cy = Math.floor(top / 64); cy <= Math.floor(bottom / 64); cy++) {
        const key = cx * 65536 + cy;
        const boxes = this.cells.get(key);
        if (boxes && !force) {
          for (const box of boxes) if (left < box[2] && box[0] < right && top < box[3] && box[1] < bottom) return false;
        }
        touched.push(key);
      }
    }
    const box = [left, top, right, bottom];
    for (const key of touched) {
      const boxes = this.cells.get(key);
      if (boxes) boxes.push(box);
      else this.cells.set(key, [box]);
    }
    return true;
  }
}

const textWidths = new Map();

// Widths are measured once a text, at 100 px, and scaled.
function textWidth(ctx, text, size, bold) {
  const key = bold ? text + "\u0001" : text;
  let width = textWidths.get(key);
  if (width === undefined) {
    const font = ctx.font;
    ctx.font = fontOf(100, bold);
    width = ctx.measureText(text).width / 100;
    ctx.font = font;
    textWidths.set(key, width);
  }
  return width * size;
}

const FACES = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';

function fontOf(size, bold) {
  return `${bold ? "600 " : ""}${size}px ${FACES}`;
}

function shortened(text, most = 14) {
  let room = most;
  let at = 0;
  for (const c of text) {
    room -= c > "\u2e7f" ? 1 : 0.55;
    if (room < 0) return text.slice(0, at) + "…";
    at += c.length;
  }
  return text;
}

// Try below, above, right, left of a mark; return the place taken, or null.
function placeLabel(ctx, room, want) {
  const { text, x, y, radius, size, bold } = want;
  const width = textWidth(ctx, text, size, bold) + 4;
  const tries = want.centred
    ? [[0, size * 0.36]]
    : [[0, radius + size + 1], [0, -radius - 4], [radius + width / 2 + 2, size * 0.36], [-radius - width / 2 - 2, size * 0.36]];
  for (const [dx, dy] of tries) {
    const cx = x + dx;
    const base = y + dy;
    if (room.take(cx - width / 2, base - size * 0.95, cx + width / 2, base + size * 0.3)) return { ...want, x: cx, y: base };
  }
  return null;
}

function drawLabel(ctx, label, theme) {
  ctx.font = fontOf(label.size, label.bold);
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.lineWidth = label.halo || 3;
  ctx.strokeStyle = theme.paper;
  ctx.globalAlpha = 0.88;
  ctx.strokeText(label.text, label.x, label.y);
  ctx.globalAlpha = label.alpha || 1;
  ctx.fillStyle = label.colour || theme.ink;
  ctx.fillText(label.text, label.x, label.y);
  ctx.globalAlpha = 1;
}
