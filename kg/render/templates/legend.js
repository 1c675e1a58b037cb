// The legend filters: by type, relation, year and document; and the communities.

let openSections = new Set(["types"]);

function drawLegend() {
  const legend = byId("legend");
  const scroll = legend.scrollTop;
  fill(legend,
    h("h2", { class: "hidden-text" }, t("filters")),
    section("types", typeList),
    model.relations.length > 0 && section("relations", relationList),
    filters.years.length > 1 && section("years", yearBars),
    model.documents.path.length > 1 && section("documents", documentList),
    model.groups.length > 1 && section("communities", communityList),
    filters.active && h("p", { class: "small extra" }, t("filtered", { shown: number(filters.total), total: number(model.shown) }), " ",
      button(t("reset"), () => {
        filters.clear();
        filtersChanged();
      }, { class: "link" })));
  legend.scrollTop = scroll;
}

// A section is filled when it is first opened.
function section(key, content) {
  const holder = h("div", {});
  const open = openSections.has(key);
  if (open) append(holder, [content()]);
  const details = h("details", { open, ontoggle: () => {
    if (details.open && !holder.firstChild) append(holder, [content()]);
    details.open ? openSections.add(key) : openSections.delete(key);
  } }, h("summary", {}, t(key)), holder);
  return details;
}

function filtersChanged() {
  filters.apply();
  map.refresh();
  drawLegend();
  if (current) {
    drawPanel();
    highlight(current, false);
  }
  if (!byId("sheet").hidden) drawTable();
  byId("status").textContent = t("filtered", { shown: filters.total, total: model.shown });
}

function check(hidden, value, label, count, sign) {
  const off = hidden.has(value);
  return h("li", { class: off ? "off" : "" }, h("label", {},
    h("input", { type: "checkbox", checked: !off, onchange: () => {
      off ? hidden.delete(value) : hidden.add(value);
      filtersChanged();
    } }),
    sign, h("span", { class: "name", title: label }, label), h("span", { class: "count" }, number(count))));
}

function both(hidden, all) {
  return h("div", { class: "both" },
    button(t("all"), () => { hidden.clear(); filtersChanged(); }),
    button(t("none"), () => { all.forEach((value) => hidden.add(value)); filtersChanged(); }));
}

function typeList() {
  const counts = model.types.map(() => 0);
  for (let n = 0; n < model.shown; n++) counts[model.nodes.type[n]]++;
  return h("ul", {}, model.types.filter((type) => counts[type.index] > 0)
    .map((type) => check(filters.hiddenTypes, type.index, word(type), counts[type.index], shapeSign(type))));
}

function relationList() {
  const counts = model.relations.map(() => 0);
  model.edges.type.forEach((type) => counts[type]++);
  const order = [...model.relations].sort((a, b) => counts[b.index] - counts[a.index]);
  return [both(filters.hiddenRelations, order.map((r) => r.index)),
    h("ul", {}, order.map((r) => check(filters.hiddenRelations, r.index, word(r), counts[r.index])))];
}

function yearBars() {
  const counts = new Map(filters.years.map((year) => [year, 0]));
  model.evidence.doc.forEach((d) => d >= 0 && counts.set(model.documentYear(d), counts.get(model.documentYear(d)) + 1));
  const most = Math.max(1, ...counts.values());
  return h("div", { class: "years" }, filters.years.map((year) => {
    const off = filters.hiddenYears.has(year);
    const bar = h("span", { class: "bar" });
    bar.style.height = `${4 + (counts.get(year) / most) * 38}px`;
    return button([bar, year || t("undated")], () => {
      off ? filters.hiddenYears.delete(year) : filters.hiddenYears.add(year);
      filtersChanged();
    }, { "aria-pressed": String(!off), title: number(counts.get(year)) });
  }));
}

function documentList() {
  const counts = model.documents.path.map(() => 0);
  model.evidence.doc.forEach((d) => d >= 0 && counts[d]++);
  const all = model.documents.path.map((_, d) => d);
  return [both(filters.hiddenDocuments, all),
    h("ul", { class: "scroll", tabindex: 0 }, all.map((d) => check(filters.hiddenDocuments, d, documentName(d), counts[d])))];
}

function communityList() {
  const folded = map.folded.size;
  const many = filters.total > settings.most;
  return [
    h("div", { class: "both" },
      button(t("collapse_all"), () => foldAll(true), { disabled: folded === model.groups.length }),
      button(t("expand_all"), () => foldAll(false), { disabled: folded === 0 || many || Boolean(settings.pages), title: many ? t("too_many", { count: number(filters.total) }) : false })),
    h("ul", { class: "scroll", tabindex: 0 }, model.groups.map((name, g) => {
      const swatch = h("span", { class: "swatch" });
      swatch.style.background = `var(--blob-${g % 6})`;
      return h("li", {}, h("button", { type: "button", onclick: () => go({ kind: "group", group: g }) },
        swatch, h("span", { class: "name" }, shortened(name, 9)), h("span", { class: "count" }, number(map.sizeOf(g)))));
    })),
  ];
}

function foldAll(folded) {
  map.fold(model.groups.map((_, g) => g), folded);
  drawLegend();
}

function foldGroup(g, folded) {
  if (settings.pages) return;
  map.fold([g], folded);
  drawLegend();
  if (!folded) map.fit(true, model.members[g]);
}
