// The paragraph a fact was read in, all its names coloured by type.

let sourceTexts = null;

async function loadSources() {
  if (!sourceTexts) sourceTexts = await readIsland("kg-sources");
  return sourceTexts;
}

function sourcePanel({ document: d, evidence: p }) {
  const { evidence } = model;
  const holder = h("div", {});
  const wanted = [evidence.start[p], evidence.end[p]];
  loadSources().then((all) => {
    const paragraphs = (all[d] || []).filter(([start, text]) => start < wanted[1] && start + text.length > wanted[0]);
    const rows = paragraphs.map((paragraph) => paragraphBlock(paragraph, wanted));
    fill(holder, rows.length ? rows : [h("p", { class: "quiet" }, t("no_source")), sentenceOf(p, [])]);
  });
  return [panelTop(h("span", {}, t("paragraph")), documentName(d)), documentFacts(d), holder,
    button(t("documents"), () => go({ kind: "document", document: d }), { class: "link small" })];
}

function documentPanel({ document: d, about }) {
  const holder = h("div", {});
  loadSources().then((all) => {
    let paragraphs = all[d] || [];
    if (about !== undefined) {
      const naming = paragraphs.filter(([, , marks]) => marks.some((value, k) => k % 3 === 2 && value === about));
      if (naming.length) paragraphs = naming;
    }
    fill(holder, paragraphs.length ? longList(paragraphs, (paragraph) => paragraphBlock(paragraph, [-1, -1]), 20) : h("p", { class: "quiet" }, t("no_source")));
  });
  return [panelTop(h("span", {}, t("documents")), documentName(d)), documentFacts(d), holder];
}

function paragraphBlock([start, text, marks], wanted) {
  const block = h("p", { class: "paragraph" });
  const quote = [Math.max(0, wanted[0] - start), Math.min(text.length, wanted[1] - start)];
  const put = (from, to, target) => {
    for (const [a, b, inside] of [[from, Math.min(to, quote[0]), false], [Math.max(from, quote[0]), Math.min(to, quote[1]), true], [Math.max(from, quote[1]), to, false]]) {
      if (a < b) target.append(inside ? h("span", { class: "quote" }, text.slice(a, b)) : text.slice(a, b));
    }
  };
  let at = 0;
  for (let k = 0; k < marks.length; k += 3) {
    const [low, high, n] = [marks[k], marks[k] + marks[k + 1], marks[k + 2]];
    put(at, low, block);
    const type = model.type(n);
    const name = button("", () => go({ kind: "node", node: n }), { class: `mention type-${type.index}`, title: `${word(type)}：${model.name(n)}` });
    put(low, high, name);
    block.append(name);
    at = high;
  }
  put(at, text.length, block);
  return block;
}
