// The bar: title, search, and the tools; the notice over the map; help.

function drawBar() {
  const table = !byId("sheet").hidden && tableState.open;
  fill(byId("bar"),
    h("h1", {}, settings.title || t("title")),
    searchBox(),
    h("span", { class: "counts quiet small" }, t("counts", { nodes: number(settings.nodes), edges: number(settings.edges), documents: number(model.documents.path.length) })),
    h("nav", { class: "tools", "aria-label": t("help") },
      iconButton("layers", t("filters"), toggleLegend, { "aria-expanded": String(!byId("legend").hidden) }),
      iconButton(table ? "map" : "table", table ? t("map") : t("table"), () => toggleTable(), { "aria-pressed": String(table) }),
      menu("down", t("export"), [["export_png", () => exportPng(false)], ["export_png_all", () => exportPng(true)], ["export_svg", exportSvg]]),
      iconButton(isDark() ? "sun" : "moon", isDark() ? t("light") : t("dark"), toggleDark),
      iconButton("help", t("help"), showHelp, { class: "icon wide" }),
      button(t("language"), toggleLanguage, { class: "wide small" })));
}

function toggleTable(open = !tableState.open) {
  tableState.open = open;
  showTable(open);
}

function menu(icon, name, items) {
  const list = h("div", { hidden: true }, items.map(([key, action]) => button(t(key), () => {
    list.hidden = true;
    action();
  })));
  const opener = iconButton(icon, name, () => {
    list.hidden = !list.hidden;
    opener.setAttribute("aria-expanded", String(!list.hidden));
  }, { "aria-expanded": "false" });
  return h("div", { class: "menu", onkeydown: (event) => {
    if (event.key === "Escape" && !list.hidden) {
      list.hidden = true;
      opener.focus();
      event.stopPropagation();
    }
  } }, opener, list);
}

function toggleLegend() {
  byId("legend").hidden = !byId("legend").hidden;
  drawBar();
}

function setMode(dark) {
  document.documentElement.dataset.mode = dark ? "dark" : "light";
  drawTypes();
  if (map) map.setTheme();
}

function toggleDark() {
  setMode(!isDark());
  remember("kg-mode", isDark() ? "dark" : "light");
  drawBar();
}

function toggleLanguage() {
  language = language === "zh" ? "en" : "zh";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  drawAll();
}

const typeSheet = new CSSStyleSheet();

// The colour of each type, as a class and as a property that other rules use.
function drawTypes() {
  const rules = model.types.map((type) => {
    const colour = isDark() ? type.dark : type.light;
    return /^#[0-9a-f]{6}$/i.test(colour) ? `.type-${type.index}{fill:${colour};--type:${colour}}` : "";
  });
  typeSheet.replaceSync(rules.join(""));
}

// ---- search ----

let hits = [];
let chosen = -1;

function searchBox() {
  const list = h("ul", { id: "results", role: "listbox", hidden: true, "aria-label": t("search") });
  const input = h("input", {
    id: "query", type: "search", role: "combobox", placeholder: t("search"), "aria-label": t("search"), autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": "results", "aria-autocomplete": "list", oninput: () => showHits(input, list), onkeydown: (event) => searchKey(event, input, list),
    onblur: () => setTimeout(() => closeHits(input, list), 150),
  });
  return h("div", { id: "search", role: "search" }, input, h("kbd", { "aria-hidden": "true" }, "/"), list);
}

function showHits(input, list) {
  const found = search.find(input.value);
  hits = found.hits;
  chosen = hits.length ? 0 : -1;
  const text = input.value.trim();
  fill(list, hits.map((hit, k) => hitRow(hit, k, input, list)));
  if (text && !hits.length) list.append(h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, h("span", {}, t("no_results"))));
  list.hidden = !text;
  input.setAttribute("aria-expanded", String(!list.hidden));
  byId("status").textContent = text ? t("results", { count: found.total }) : "";
  markHit(input, list);
}

function hitRow(hit, k, input, list) {
  const take = (event) => {
    event.preventDefault();
    takeHit(k, input, list);
  };
  if (hit.document !== undefined) {
    return h("li", { role: "option", id: `hit-${k}`, onmousedown: take }, h("span", {}, documentName(hit.document)), h("span", { class: "quiet small" }, t("documents")));
  }
  const kind = model.nodes.kind[hit.node];
  const where = model.nodes.county[hit.node] || (kind ? known("kind", kind) : word(model.type(hit.node)));
  return h("li", { role: "option", id: `hit-${k}`, onmousedown: take }, shapeSign(model.type(hit.node)), h("span", {}, model.name(hit.node)), h("span", { class: "quiet small" }, where));
}

function markHit(input, list) {
  [...list.children].forEach((row, k) => row.setAttribute("aria-selected", String(k === chosen)));
  if (chosen >= 0) {
    input.setAttribute("aria-activedescendant", `hit-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function searchKey(event, input, list) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    chosen = Math.max(0, Math.min(hits.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1)));
    markHit(input, list);
    event.preventDefault();
  } else if (event.key === "Enter" && chosen >= 0) takeHit(chosen, input, list);
  else if (event.key === "Escape" && (input.value || !list.hidden)) {
    input.value = "";
    closeHits(input, list);
    event.stopPropagation();
  }
}

function takeHit(k, input, list) {
  const hit = hits[k];
  input.value = "";
  closeHits(input, list);
  input.blur();
  if (tableState.open) toggleTable(false);
  if (hit.document !== undefined) go({ kind: "document", document: hit.document });
  else choose(hit.node);
}

function closeHits(input, list) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
}

// ---- notice and help ----

function drawNotice() {
  const old = document.querySelector(".notice");
  if (old) old.remove();
  let content = null;
  if (pathStart !== null) {
    content = [h("span", {}, t("path_from", { name: model.name(pathStart) })), button(t("cancel"), () => {
      pathStart = null;
      drawNotice();
    })];
  } else if (model.shown === 0) content = [h("span", {}, t("empty"))];
  else if (settings.part && !settings.partSeen) {
    content = [h("span", {}, t("part_of_whole", settings.part)), h("a", { href: settings.part.overview, class: "link" }, t("overview")), closeNotice("partSeen")];
  } else if (settings.tier !== "whole" && !settings.tierSeen && !current) {
    content = [h("span", {}, t(settings.pages ? "tier_pages" : "tier_groups", { nodes: number(model.shown), groups: model.groups.length }), map && map.thinLeftOut && t("tier_thin")), closeNotice("tierSeen")];
  }
  if (content) byId("main").append(h("div", { class: "notice", role: "note" }, content));
}

function closeNotice(flag) {
  return iconButton("close", t("close"), () => {
    settings[flag] = true;
    drawNotice();
  });
}

function showHelp() {
  const rows = [["/", "key_search"], ["Esc", "key_escape"], ["← ↑ → ↓", "key_move"], ["+ − 0", "key_zoom"], ["T", "key_table"], ["N P", "key_next"], ["1 2 3", "key_hops"]];
  tableState.open = false;
  fill(byId("sheet"),
    h("div", { class: "head" }, button(t("close"), closeHelp), h("h2", {}, t("help"))),
    h("h3", {}, t("mouse_title")), h("p", {}, t("mouse_help")),
    h("h3", {}, t("keys_title")),
    h("div", { class: "keys" }, rows.map(([keys, key]) => [h("span", {}, keys.split(" ").map((k) => [h("kbd", {}, k), " "])), h("span", {}, t(key))])),
    h("h3", {}, t("about_title")), h("p", {}, t("about_text", { sha256: settings.sha256 })), h("p", {}, t("legend_size")));
  byId("sheet").hidden = false;
  byId("sheet").querySelector("button").focus();
}

function closeHelp() {
  byId("sheet").hidden = true;
  drawBar();
}
