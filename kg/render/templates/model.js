// The graph in memory: columns as they came, and what is looked up often.

async function readIsland(id) {
  const element = byId(id);
  const text = element.textContent;
  if (element.dataset.coding !== "gzip") return JSON.parse(text);
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

class Model {
  constructor(data) {
    Object.assign(this, data);
    this.types = data.types.map(([key, zh, en, light, dark, shape], index) => ({ key, zh, en, light, dark, shape, index }));
    this.relations = data.relations.map(([key, zh, en], index) => ({ key, zh, en, index }));
    const nodes = data.nodes;
    this.count = nodes.name.length;
    this.shown = nodes.shown;
    this.x = Float32Array.from(data.network.x);
    this.y = Float32Array.from(data.network.y);
    this.size = Float32Array.from(data.network.size, (v) => v / 10);
    this.ids = nodes.id.map((id, n) => id || `${this.types[nodes.type[n]].key}:${nodes.name[n]}`);
    this.byId = new Map(this.ids.map((id, n) => [id, n]));
    this.members = data.groups.map(() => []);
    for (let n = 0; n < this.shown; n++) this.members[nodes.group[n]].push(n);
    this.unpack();
    this.join();
    this.figures = this.figuresOf();
    this.conflictsOf();
  }

  // Sentences are counted from the next new one; the evidence of an edge or figure is a run of pieces.
  unpack() {
    const { evidence } = this;
    let fresh = 0;
    evidence.sentence = evidence.sentence.map((back) => (back ? fresh - back : fresh++));
    evidence.end = evidence.start.map((start, p) => start + (evidence.span[p] || evidence.length[p]));
    for (const facts of [this.edges, this.observations]) {
      let at = facts.first[0];
      facts.evidence = facts.pieces.map((count) => Array.from({ length: count }, () => at++));
    }
  }

  // One line for all edges between two nodes; and who is next to whom.
  join() {
    const edges = this.edges;
    const lines = new Map();
    this.lines = [];
    this.near = Array.from({ length: this.count }, () => []);
    edges.head.forEach((head, e) => {
      const tail = edges.tail[e];
      const key = Math.min(head, tail) * this.count + Math.max(head, tail);
      let line = lines.get(key);
      if (!line) {
        line = { a: Math.min(head, tail), b: Math.max(head, tail), edges: [] };
        lines.set(key, line);
        this.lines.push(line);
        this.near[line.a].push(line);
        if (line.a !== line.b) this.near[line.b].push(line);
      }
      line.edges.push(e);
    });
  }

  figuresOf() {
    const found = new Map();
    const add = (n, o) => (found.has(n) ? found.get(n).push(o) : found.set(n, [o]));
    this.observations.subject.forEach((subject, o) => {
      add(subject, o);
      if (this.observations.metric[o] !== subject) add(this.observations.metric[o], o);
    });
    return found;
  }

  conflictsOf() {
    this.conflicting = new Map();
    for (const [a, b] of this.observations.conflicts) {
      for (const [one, other] of [[a, b], [b, a]]) {
        if (!this.conflicting.has(one)) this.conflicting.set(one, []);
        this.conflicting.get(one).push(other);
      }
    }
  }

  type(n) { return this.types[this.nodes.type[n]]; }
  name(n) { return this.nodes.name[n]; }
  names(n) { return this.nodes.names[n] || [this.nodes.name[n]]; }
  group(n) { return this.nodes.group[n]; }
  other(line, n) { return line.a === n ? line.b : line.a; }

  documentYear(d) {
    const date = this.documents.reference_date[d] || this.documents.published[d] || "";
    return /^\d{4}/.test(date) ? Number(date.slice(0, 4)) : 0;
  }

  isHigh(n) {
    return ["county", "prefecture", "province", "region", "country"].includes(this.nodes.kind[n]);
  }

  // Nodes within some hops over visible lines.
  around(start, hops) {
    const reached = new Map([[start, 0]]);
    let frontier = [start];
    for (let hop = 1; hop <= hops; hop++) {
      const next = [];
      for (const n of frontier) {
        for (const line of this.near[n]) {
          const other = this.other(line, n);
          if (!reached.has(other) && filters.lineShown(line)) {
            reached.set(other, hop);
            next.push(other);
          }
        }
      }
      frontier = next;
    }
    return reached;
  }

  // The shortest ways, first those that avoid counties and all above, then the others; never through a metric.
  paths(a, b, limit = 4) {
    const ways = [];
    for (const low of [true, false]) {
      for (const way of this.shortest(a, b, low, limit)) {
        const key = way.join(" ");
        if (ways.length < limit && !ways.some((w) => w.key === key)) {
          ways.push({ key, nodes: way, high: way.slice(1, -1).some((n) => this.isHigh(n)) });
        }
      }
    }
    return ways;
  }

  shortest(a, b, low, limit) {
    const passes = (n) => n === b || n === a || (this.type(n).key !== "Metric" && !(low && this.isHigh(n)));
    const depth = new Map([[a, 0]]);
    const before = new Map();
    let frontier = [a];
    while (frontier.length && !depth.has(b)) {
      const next = [];
      for (const n of frontier) {
        for (const line of this.near[n]) {
          const other = this.other(line, n);
          if (other === n || !passes(other) || !filters.lineShown(line)) continue;
          if (!depth.has(other)) {
            depth.set(other, depth.get(n) + 1);
            before.set(other, []);
            next.push(other);
          }
          if (depth.get(other) === depth.get(n) + 1) before.get(other).push(n);
        }
      }
      frontier = next;
    }
    if (!depth.has(b) || a === b) return [];
    const ways = [];
    const walk = (n, tail) => {
      if (ways.length >= limit) return;
      if (n === a) ways.push([a, ...tail]);
      else before.get(n).forEach((m) => walk(m, [n, ...tail]));
    };
    walk(b, []);
    return ways;
  }
}
