// The shortest ways between two entities, with the evidence of each hop.

let pathStart = null;

function startPath(n) {
  pathStart = n;
  drawNotice();
  byId("query").focus();
}

// A node was chosen: the other end of a path that was begun, or what to look at.
function choose(n) {
  if (pathStart !== null && pathStart !== n) {
    const a = pathStart;
    pathStart = null;
    drawNotice();
    go({ kind: "path", a, b: n, way: 0 });
  } else go({ kind: "node", node: n });
}

function linesOf(way) {
  return way.nodes.slice(1).map((n, k) => model.near[n].find((line) => model.other(line, n) === way.nodes[k] && filters.lineShown(line)));
}

function pathPanel(view) {
  const { a, b } = view;
  const ways = model.paths(a, b);
  const above = h("span", {}, t("path"));
  const title = `${model.name(a)} → ${model.name(b)}`;
  if (!ways.length) return [panelTop(above, title), h("p", {}, t("path_none", { a: model.name(a), b: model.name(b) }))];
  const way = ways[Math.min(view.way, ways.length - 1)];
  return [
    panelTop(above, title),
    h("p", { class: "quiet" }, t("path_found", { a: model.name(a), b: model.name(b), count: way.nodes.length - 1 }),
      way.high && h("span", { class: "tag" }, t("path_high"))),
    h("div", { class: "actions" },
      ways.length > 1 && ways.map((_, k) => button(t("path_other", { number: k + 1 }), () => {
        current = { ...view, way: k };
        drawPanel();
        highlight(current);
      }, { "aria-pressed": String(ways[k] === way) })),
      iconButton("link", t("copy_link"), copyLink)),
    linesOf(way).map((line) => filters.edgesOf(line).map((e) => edgeBlock(e))),
  ];
}
