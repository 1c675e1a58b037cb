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

function drawIcon(name) {
  return s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "drawn" }, s("path", { d: settings.drawn.icons[name] }));
}
