// A fact with its sentence: the quote marked, both names marked, where it was read, when.

function sentenceOf(p, ends) {
  const { evidence, sentences } = model;
  const text = sentences[evidence.sentence[p]];
  const quote = [evidence.quote[p], evidence.quote[p] + evidence.length[p]];
  const marks = evidence.marks[p];
  const cuts = new Set([0, text.length, ...quote]);
  const typeAt = new Map();
  for (let k = 0; k < marks.length; k += 3) {
    cuts.add(marks[k + 1]).add(marks[k + 1] + marks[k + 2]);
    for (let at = marks[k + 1]; at < marks[k + 1] + marks[k + 2]; at++) typeAt.set(at, marks[k]);
  }
  const borders = [...cuts].filter((c) => c >= 0 && c <= text.length).sort((a, b) => a - b);
  const said = h("p", { class: "said" });
  borders.slice(1).forEach((end, k) => {
    const start = borders[k];
    const inQuote = start >= quote[0] && end <= quote[1];
    const piece = text.slice(start, end);
    const which = typeAt.get(start);
    const mark = which !== undefined && ends[which] !== undefined;
    const type = mark ? ` type-${model.nodes.type[ends[which]]}` : "";
    if (mark) said.append(h("mark", { class: (inQuote ? "quote" : "") + type }, piece));
    else said.append(inQuote ? h("span", { class: "quote" }, piece) : piece);
  });
  return said;
}

function documentName(d) {
  return model.documents.name[d] || model.documents.path[d];
}

function documentDate(d) {
  return model.documents.reference_date[d] || model.documents.published[d] || "";
}

function citation(p) {
  const d = model.evidence.doc[p];
  if (d < 0) return h("p", { class: "cite" });
  const page = model.evidence.page[p];
  return h("p", { class: "cite" },
    h("span", {}, documentName(d)),
    model.documents.source[d] && h("span", {}, model.documents.source[d]),
    documentDate(d) && h("time", {}, documentDate(d)),
    page > 0 && h("span", {}, t("page_number", { page })),
    button(t("read_source"), () => go({ kind: "source", document: d, evidence: p }), { class: "link" }));
}

// Evidence of one fact: the first piece open, the others behind a button.
function evidenceList(pieces, ends) {
  const shown = pieces.filter((p) => model.evidence.doc[p] < 0 || filters.documentShown[model.evidence.doc[p]]);
  const list = h("div", {});
  const add = (from, to) => shown.slice(from, to).forEach((p) => append(list, [sentenceOf(p, ends), citation(p)]));
  add(0, 1);
  if (shown.length > 1) {
    const more = button(t("more", { count: shown.length - 1 }), () => {
      more.remove();
      add(1);
    }, { class: "link small" });
    list.append(more);
  }
  return list;
}

function nodeLink(n) {
  return [shapeSign(model.type(n)), button(model.name(n), () => go({ kind: "node", node: n }), { class: "link" })];
}

// A long list: the first rows, then more on demand, with how many are left.
function longList(items, draw, step = 25) {
  const list = h("div", {});
  let at = 0;
  const more = button("", () => grow(), { class: "link" });
  const grow = () => {
    more.remove();
    items.slice(at, at + step).forEach((item) => append(list, [draw(item)]));
    at += step;
    if (at < items.length) {
      more.textContent = t("more", { count: items.length - at });
      list.append(more);
    }
  };
  grow();
  return list;
}

// The edges of a node, by relation and direction, most first.
function relationsOf(n) {
  const groups = new Map();
  for (const line of model.near[n]) {
    for (const e of filters.edgesOf(line)) {
      const out = model.edges.head[e] === n;
      const key = `${model.edges.type[e]} ${out}`;
      if (!groups.has(key)) groups.set(key, { relation: model.relations[model.edges.type[e]], out, edges: [] });
      groups.get(key).edges.push(e);
    }
  }
  return [...groups.values()].sort((a, b) => b.edges.length - a.edges.length || a.relation.index - b.relation.index);
}

function relationItem(e, other) {
  const ends = [model.edges.head[e], model.edges.tail[e]];
  return h("article", { class: "fact" },
    h("div", { class: "who" }, nodeLink(other)), evidenceList(model.edges.evidence[e], ends));
}
