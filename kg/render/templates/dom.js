// Elements are made, never parsed: no text of a document can become markup.

const SVG = "http://www.w3.org/2000/svg";

function h(tag, props, ...children) {
  const element = document.createElement(tag);
  assign(element, props);
  append(element, children);
  return element;
}

function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  append(element, children);
  return element;
}

function assign(element, props) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

function button(text, action, props) {
  return h("button", { type: "button", onclick: action, ...props }, text);
}

// A button with a drawn sign; its name is for those who cannot see it, and the tooltip for those who can.
function iconButton(icon, name, action, props) {
  return h("button", { type: "button", class: "icon", title: name, "aria-label": name, onclick: action, ...props }, drawIcon(icon));
}

const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  map: "M5 7a2 2 0 104 0 2 2 0 10-4 0M15 17a2 2 0 104 0 2 2 0 10-4 0M15 6a2 2 0 104 0 2 2 0 10-4 0M9 7h6M8.5 8.5l7 7",
  down: "M12 4v11M7 11l5 5 5-5M5 20h14",
  moon: "M19 14.5A8 8 0 019.5 5a7.5 7.5 0 109.5 9.5z",
  sun: "M12 8a4 4 0 100 8 4 4 0 100-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  help: "M9 9a3 3 0 116 0c0 2-3 2.5-3 5M12 18v.5",
  layers: "M12 4l9 5-9 5-9-5zM3 14l9 5 9-5",
  link: "M10 14a4 4 0 005.7 0l3-3a4 4 0 00-5.7-5.7l-1 1M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1-1",
};

function drawIcon(name) {
  return s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "drawn" }, s("path", { d: ICONS[name] }));
}
