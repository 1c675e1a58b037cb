// The marks of types, for any context that has moveTo, lineTo, arc and closePath.

function shapeCorners(shape, r) {
  const polar = (count, reach, start) =>
    Array.from({ length: count }, (_, k) => {
      const angle = start + (k * 2 * Math.PI) / count;
      return [reach(k) * Math.cos(angle), reach(k) * Math.sin(angle)];
    });
  switch (shape) {
    case "square":
    case "box": return polar(4, () => r * 1.26, Math.PI / 4);
    case "diamond": return polar(4, () => r * 1.25, 0);
    case "triangle": return polar(3, () => r * 1.3, -Math.PI / 2);
    case "triangleDown": return polar(3, () => r * 1.3, Math.PI / 2);
    case "hexagon": return polar(6, () => r * 1.08, 0);
    case "star": return polar(10, (k) => (k % 2 ? r * 0.62 : r * 1.4), -Math.PI / 2);
    default: return null;
  }
}

function traceShape(path, shape, x, y, r) {
  const corners = shapeCorners(shape, r);
  if (!corners) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], k) => (k ? path.lineTo(x + dx, y + dy) : path.moveTo(x + dx, y + dy)));
  path.closePath();
}

// The mark as a small picture for legends and lists.
function shapeSign(type, size = 14) {
  const middle = size / 2;
  const sign = s("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-hidden": "true", class: "sign" });
  const corners = shapeCorners(type.shape, size * 0.34);
  const mark = corners
    ? s("polygon", { points: corners.map(([x, y]) => `${(x + middle).toFixed(1)},${(y + middle).toFixed(1)}`).join(" ") })
    : s("circle", { cx: middle, cy: middle, r: size * 0.36 });
  mark.setAttribute("class", `type-${type.index}`);
  sign.append(mark);
  return sign;
}
