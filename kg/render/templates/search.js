// Search by name and by the initials of the name's pinyin, which the browser's own collation knows.

const LETTERS = "abcdefghjklmnopqrstwxyz";

class Search {
  constructor(model) {
    this.model = model;
    this.letters = new Map();
    this.initialsOf = new Map();
    // The first character of each letter's range, and those that are read in more than one way.
    this.firsts = [...settings.drawn.firsts];
    this.several = new Map(Object.entries(settings.drawn.several));
    this.collator = new Intl.Collator("zh-u-co-pinyin");
  }

  letter(c) {
    let found = this.letters.get(c);
    if (found !== undefined) return found;
    if (this.several.has(c)) found = this.several.get(c);
    else if (/[a-z0-9]/i.test(c)) found = c.toLowerCase();
    else if (!/\p{Script=Han}/u.test(c)) found = "";
    else {
      let low = 0;
      for (let k = 0; k < this.firsts.length; k++) if (this.collator.compare(this.firsts[k], c) <= 0) low = k;
      found = LETTERS[low];
    }
    this.letters.set(c, found);
    return found;
  }

  initials(name) {
    let found = this.initialsOf.get(name);
    if (!found) {
      found = [...name].map((c) => this.letter(c)).filter(Boolean);
      this.initialsOf.set(name, found);
    }
    return found;
  }

  // How well a name fits, 0 not at all.
  rank(name, wanted) {
    const at = name.toLowerCase().indexOf(wanted);
    if (at === 0) return name.length === wanted.length ? 5 : 4;
    if (at > 0) return 3;
    if (!/^[a-z0-9]+$/.test(wanted)) return 0;
    const initials = this.initials(name);
    for (let start = 0; start + wanted.length <= initials.length; start++) {
      let k = 0;
      while (k < wanted.length && initials[start + k].includes(wanted[k])) k++;
      if (k === wanted.length) return start === 0 ? (initials.length === wanted.length ? 2.5 : 2) : 1;
    }
    return 0;
  }

  find(text, limit = 30) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return { hits: [], total: 0 };
    const hits = [];
    for (let n = 0; n < this.model.count; n++) {
      const rank = Math.max(...this.model.names(n).map((name) => this.rank(name, wanted)));
      if (rank) hits.push({ node: n, rank });
    }
    this.model.documents.name.forEach((name, d) => {
      const rank = this.rank(name, wanted) * 0.9;
      if (rank) hits.push({ document: d, rank });
    });
    const weight = (hit) => (hit.node === undefined ? 0 : this.model.nodes.weight[hit.node] || 0);
    hits.sort((a, b) => b.rank - a.rank || weight(b) - weight(a));
    return { hits: hits.slice(0, limit), total: hits.length };
  }
}
