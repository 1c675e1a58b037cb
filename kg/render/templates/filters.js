// What is shown: by type, relation, document and year. A fact is shown when one of its sources is.

class Filters {
  constructor(model) {
    this.model = model;
    this.years = [...new Set(model.documents.path.map((_, d) => model.documentYear(d)))].sort();
    this.clear();
  }

  clear() {
    this.hiddenTypes = new Set();
    this.hiddenRelations = new Set();
    this.hiddenDocuments = new Set();
    this.hiddenYears = new Set();
    this.apply();
  }

  get active() {
    return this.hiddenTypes.size + this.hiddenRelations.size + this.hiddenDocuments.size + this.hiddenYears.size > 0;
  }

  apply() {
    const { model } = this;
    const bySource = this.hiddenDocuments.size + this.hiddenYears.size > 0;
    this.documentShown = model.documents.path.map(
      (_, d) => !this.hiddenDocuments.has(d) && !this.hiddenYears.has(model.documentYear(d)));
    this.edgeShown = Uint8Array.from(model.edges.type, (type, e) =>
      !this.hiddenRelations.has(type) && (!bySource || this.evidenceShown(model.edges.evidence[e])));
    this.nodeShown = new Uint8Array(model.count);
    for (let n = 0; n < model.count; n++) {
      const sources = model.mentions.document[n] || [];
      const told = !bySource || sources.some((d) => this.documentShown[d]) || (!sources.length && this.anyEdge(n));
      this.nodeShown[n] = told && !this.hiddenTypes.has(model.nodes.type[n]) ? 1 : 0;
    }
    this.total = this.nodeShown.subarray(0, model.shown).reduce((sum, v) => sum + v, 0);
  }

  anyEdge(n) {
    return this.model.near[n].some((line) => line.edges.some((e) => this.edgeShown[e]));
  }

  evidenceShown(pieces) {
    return pieces.some((p) => {
      const d = this.model.evidence.doc[p];
      return d < 0 || this.documentShown[d];
    });
  }

  lineShown(line) {
    return this.nodeShown[line.a] && this.nodeShown[line.b] && line.edges.some((e) => this.edgeShown[e]);
  }

  edgesOf(line) {
    return line.edges.filter((e) => this.edgeShown[e]);
  }
}
