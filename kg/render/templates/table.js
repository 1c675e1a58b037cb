// The whole as a table: what the map shows, row by row, for screen readers, for print, and to sort.

const tableState = { tab: "entities", sort: 0, down: false, from: 0 };
const ROWS = 200;

function tabs() {
  return {
    entities: {
      title: t("types"),
      columns: ["name", "type", "in_place", "community", "degree", "mentioned"],
      rows: () => [...Array(model.count).keys()].filter((n) => filters.nodeShown[n]).map((n) => [
        n, word(model.type(n)), model.nodes.county[n] || "", n < model.shown ? model.groups[model.group(n)] : "", model.near[n].length, (model.mentions.document[n] || []).length]),
    },
    relations: {
      title: t("relations"),
      columns: ["head", "relation", "tail", "sentence", "source", "date"],
      rows: () => model.edges.type.map((type, e) => e).filter((e) => filters.edgeShown[e] && filters.nodeShown[model.edges.head[e]] && filters.nodeShown[model.edges.tail[e]])
        .map((e) => [model.edges.head[e], word(model.relations[model.edges.type[e]]), model.edges.tail[e], ...sourceCells(model.edges.evidence[e])]),
    },
    figures: {
      title: t("figures"),
      columns: ["subject", "metric", "period", "value", "type", "sentence", "source", "date"],
      rows: () => model.observations.subject.map((_, o) => o).filter((o) => filters.evidenceShown(model.observations.evidence[o]))
        .map((o) => [model.observations.subject[o], model.name(model.observations.metric[o]), periodText(model.observations.period[o]), figureText(o),
          [t(model.observations.kind[o]), t(model.observations.modality[o])].join(" · ") + (model.conflicting.has(o) ? ` · ${t("conflict")}` : ""), ...sourceCells(model.observations.evidence[o])]),
    },
    documents: {
      title: t("documents"),
      columns: ["name", "source", "date", "about_place"],
      rows: () => model.documents.path.map((_, d) => d).filter((d) => filters.documentShown[d])
        .map((d) => [documentName(d), model.documents.source[d] || "", documentDate(d), model.documents.main_place[d] || ""]),
    },
  };
}

function sourceCells(pieces) {
  const p = pieces[0];
  if (p === undefined) return ["", "", ""];
  const d = model.evidence.doc[p];
  return [model.sentences[model.evidence.sentence[p]], d < 0 ? "" : documentName(d), d < 0 ? "" : documentDate(d)];
}

const NODE_COLUMNS = { entities: [0], relations: [0, 2], figures: [0], documents: [] };

function cellText(tab, column, value) {
  return NODE_COLUMNS[tab].includes(column) ? model.name(value) : String(value);
}

function sortedRows(tab, rows) {
  const { sort, down } = tableState;
  const collator = new Intl.Collator("zh-u-co-pinyin", { numeric: true });
  const numeric = rows.length > 0 && typeof rows[0][sort] === "number" && !NODE_COLUMNS[tab].includes(sort);
  const compare = (a, b) => numeric ? b[sort] - a[sort] : collator.compare(cellText(tab, sort, a[sort]), cellText(tab, sort, b[sort]));
  return rows.sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
}

function drawTable(all = false) {
  const sheet = byId("sheet");
  const known = tabs();
  const tab = tableState.tab;
  const { columns, rows } = known[tab];
  const list = sortedRows(tab, rows());
  const from = Math.min(tableState.from, Math.max(0, list.length - 1));
  const part = all ? list : list.slice(from, from + ROWS);
  fill(sheet,
    h("div", { class: "head" },
      h("span", { class: "segment", role: "group", "aria-label": t("table") }, Object.entries(known).map(([key, { title }]) =>
        button(title, () => { Object.assign(tableState, { tab: key, sort: 0, down: false, from: 0 }); drawTable(); }, { "aria-pressed": String(key === tab) }))),
      pager(list.length, from),
      button(t("export_csv"), () => saveText(csvOf(tab, columns, list), `${tab}.csv`, "text/csv"), { class: "link" })),
    h("table", {},
      h("caption", { class: "hidden-text" }, known[tab].title),
      h("thead", {}, h("tr", {}, columns.map((key, k) => h("th", { scope: "col", "aria-sort": k === tableState.sort ? (tableState.down ? "descending" : "ascending") : "none" },
        button(t(key) + (k === tableState.sort ? (tableState.down ? " ↓" : " ↑") : ""), () => sortBy(k)))))),
      h("tbody", {}, part.map((row) => h("tr", {}, row.map((value, k) => h("td", {}, NODE_COLUMNS[tab].includes(k)
        ? button(model.name(value), () => { showTable(false); go({ kind: "node", node: value }); }, { class: "link" }) : value)))))));
}

function pager(total, from) {
  if (total <= ROWS) return h("span", { class: "quiet small" }, number(total));
  const turn = (to) => { tableState.from = to; drawTable(); };
  return h("span", { class: "small" },
    iconButton("back", t("back"), () => turn(Math.max(0, from - ROWS)), { disabled: from === 0 }),
    t("range", { from: number(from + 1), to: number(Math.min(total, from + ROWS)), total: number(total) }), " ",
    button("→", () => turn(from + ROWS), { disabled: from + ROWS >= total }));
}

function sortBy(k) {
  tableState.down = tableState.sort === k ? !tableState.down : false;
  tableState.sort = k;
  drawTable();
}

function showTable(shown) {
  byId("sheet").hidden = !shown;
  byId("panel").hidden = shown || !current;
  byId("legend").classList.toggle("under", shown);
  if (shown) drawTable();
  drawBar();
}

// A field that a spreadsheet would run as a formula gets an apostrophe.
function csvOf(tab, columns, rows) {
  const field = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""')}"`;
  const lines = rows.map((row) => row.map((value, k) => field(cellText(tab, k, value))).join(","));
  return "\ufeff" + [columns.map((key) => field(t(key))).join(","), ...lines].join("\r\n") + "\r\n";
}
