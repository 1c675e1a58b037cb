// The panel: an entity, a line, a path, a community, a document or a paragraph.

const trail = [];
let current = null;

function go(view, remember = true) {
  if (remember && current) trail.push(current);
  current = view;
  drawPanel();
  drawNotice();
  highlight(view);
  writeHash(view);
}

function goBack() {
  const view = trail.pop();
  if (view) {
    current = null;
    go(view, false);
  }
}

function closePanel() {
  trail.length = 0;
  current = null;
  pathStart = null;
  satellitesOf = null;
  byId("panel").hidden = true;
  map.hot = null;
  map.redraw();
  drawNotice();
  writeHash(null);
}

function drawPanel() {
  const panel = byId("panel");
  const draw = { node: nodePanel, line: linePanel, path: pathPanel, group: groupPanel, document: documentPanel, source: sourcePanel }[current.kind];
  panel.hidden = false;
  panel.setAttribute("aria-label", titleOf(current));
  fill(panel, draw(current));
  panel.scrollTop = 0;
  byId("status").textContent = titleOf(current);
}

function titleOf(view) {
  if (view.kind === "node") return model.name(view.node);
  if (view.kind === "group") return model.groups[view.group];
  if (view.kind === "line") return `${model.name(view.line.a)} – ${model.name(view.line.b)}`;
  if (view.kind === "path") return `${model.name(view.a)} → ${model.name(view.b)}`;
  return documentName(view.document);
}

function panelTop(above, title) {
  return h("div", { class: "top" },
    h("div", { class: "line" },
      trail.length > 0 && iconButton("back", t("back"), goBack),
      above,
      iconButton("close", t("close"), closePanel)),
    h("h2", {}, title));
}

function nodePanel({ node: n, hops = 1 }) {
  const type = model.type(n);
  const kind = model.nodes.kind[n];
  return [
    panelTop([shapeSign(type), h("span", {}, word(type) + (kind ? ` · ${known("kind", kind)}` : ""))], model.name(n)),
    nodeFacts(n),
    settings.pages && n < model.shown && h("p", {}, h("a", { class: "link", href: `${settings.pages[model.group(n)]}#node=${encodeURIComponent(model.ids[n])}` }, t("open_page", { name: model.groups[model.group(n)] }))),
    n < model.shown && nodeActions(n, hops),
    milestoneSection(n),
    figureSection(n),
    relationSection(n),
    mentionSection(n),
  ];
}

function nodeFacts(n) {
  const rows = [];
  const also = model.names(n).filter((name) => name !== model.name(n));
  if (also.length) rows.push([t("also"), also.join("、")]);
  if (model.nodes.county[n]) rows.push([t("in_place"), model.nodes.county[n]]);
  if (model.nodes.code[n]) rows.push([t("code"), model.nodes.code[n]]);
  return rows.length > 0 && h("dl", { class: "facts" }, rows.map(([key, value]) => [h("dt", {}, key), h("dd", {}, value)]));
}

function nodeActions(n, hops) {
  const reached = model.around(n, hops).size - 1;
  return [
    h("div", { class: "actions" },
      h("span", { class: "segment", role: "group", "aria-label": t("neighbours") },
        [1, 2, 3].map((count) => button(count === 1 ? t("hop") : t("hops", { count }), () => setHops(count), { "aria-pressed": String(count === hops) }))),
      button(t("path_to"), () => startPath(n)),
      iconButton("link", t("copy_link"), copyLink)),
    h("p", { class: "small quiet" }, model.near[n].length ? t(hops === 1 ? "within_one" : "within", { count: number(reached), hops }) : t("isolated")),
  ];
}

function setHops(hops) {
  if (current && current.kind === "node") {
    current = { ...current, hops };
    drawPanel();
    highlight(current);
  }
}

function milestoneSection(n) {
  const steps = model.milestones[n];
  if (!steps) return null;
  const done = ["completed", "opened", "structure_done"];
  return h("section", {},
    h("h3", {}, t("milestones")),
    h("ol", { class: "steps" }, steps.map(([status, date, pieces]) => h("li", { class: done.includes(status) ? "done" : "" },
      h("time", {}, date || t("no_period")), h("strong", {}, known("status", status)), evidenceList(pieces, [n])))));
}

function relationSection(n) {
  const groups = relationsOf(n);
  if (!groups.length) return null;
  const total = groups.reduce((sum, g) => sum + g.edges.length, 0);
  return h("section", {},
    h("h3", {}, t("relations"), h("span", { class: "quiet" }, total)),
    groups.map(({ relation, out, edges }) => h("div", {},
      h("h4", {}, out ? `${word(relation)} →` : `← ${word(relation)}`, " ", h("span", { class: "quiet" }, edges.length)),
      longList(edges, (e) => relationItem(e, out ? model.edges.tail[e] : model.edges.head[e]), 12))));
}

function mentionSection(n) {
  const papers = model.mentions.document[n];
  if (!papers.length) return null;
  const first = model.mentions.first[n];
  return h("section", {},
    h("h3", {}, t("mentioned"), h("span", { class: "quiet" }, papers.length)),
    first.length > 0 && evidenceList(first, [n]),
    h("ul", {}, papers.map((d, k) => h("li", { class: "row" },
      button(documentName(d), () => go({ kind: "document", document: d, about: n }), { class: "link" }),
      h("span", { class: "quiet small" }, t("times", { count: model.mentions.count[n][k] }))))));
}

function linePanel({ line }) {
  const ends = [line.a, line.b];
  return [
    panelTop(h("span", {}, t("relations")), ends.map((n) => model.name(n)).join(" – ")),
    filters.edgesOf(line).map((e) => edgeBlock(e)),
  ];
}

function edgeBlock(e) {
  const [head, tail] = [model.edges.head[e], model.edges.tail[e]];
  return h("article", { class: "fact" },
    h("div", { class: "who" }, nodeLink(head), h("span", { class: "quiet" }, `${word(model.relations[model.edges.type[e]])} →`), nodeLink(tail)),
    evidenceList(model.edges.evidence[e], [head, tail]));
}

function groupPanel({ group: g }) {
  const members = model.members[g].filter((n) => filters.nodeShown[n]).sort((a, b) => model.nodes.weight[b] - model.nodes.weight[a]);
  const folded = map.folded.has(g);
  const page = settings.pages && settings.pages[g];
  return [
    panelTop(h("span", {}, t("community")), model.groups[g]),
    h("p", { class: "quiet" }, t("members", { count: number(members.length) })),
    h("div", { class: "actions" },
      page ? h("a", { href: page, class: "link" }, t("open_page", { name: model.groups[g] }))
        : button(folded ? t("expand") : t("collapse"), () => {
          foldGroup(g, !folded);
          drawPanel();
        })),
    longList(members, (n) => h("div", { class: "row" }, nodeLink(n)), 40),
  ];
}

function documentFacts(d) {
  const { documents } = model;
  const rows = [["source", documents.source[d]], ["published", documents.published[d]], ["date", documents.reference_date[d]],
    ["about_place", documents.main_place[d]]].filter(([, value]) => value);
  return h("dl", { class: "facts" }, rows.map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, value)]),
    documents.characters[d] > 0 && [h("dt", {}, ""), h("dd", { class: "quiet" }, t("characters", { count: number(documents.characters[d]) }))]);
}
