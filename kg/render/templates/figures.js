// Observations: a table a metric, a trend line where periods can be compared, differing sources side by side.

function figuresOf(n) {
  const bySeries = new Map();
  for (const o of model.figures.get(n) || []) {
    const other = model.observations.metric[o] === n ? model.observations.subject[o] : model.observations.metric[o];
    if (!bySeries.has(other)) bySeries.set(other, []);
    if (filters.evidenceShown(model.observations.evidence[o])) bySeries.get(other).push(o);
  }
  const start = (o) => model.observations.period[o] || "9999";
  return [...bySeries].filter(([, list]) => list.length)
    .map(([other, list]) => ({ other, list: list.sort((a, b) => start(a).localeCompare(start(b)) || a - b) }))
    .sort((a, b) => b.list.length - a.list.length || model.name(a.other).localeCompare(model.name(b.other), "zh"));
}

function figureText(o) {
  const { observations } = model;
  const surface = observations.surface[o] || "";
  if (/[^\d.,，e+\-—–~～\s]/.test(surface)) return surface; // a bare number has its unit elsewhere, in the head of a table
  const max = observations.value_max[o];
  const qualifier = observations.qualifier[o] === "exact" ? "" : t(observations.qualifier[o]);
  const range = max === null || max === undefined ? "" : `–${valueText(max, observations.unit[o])}`;
  return qualifier + valueText(observations.value[o], observations.unit[o]) + range;
}

function figureRow(o, n) {
  const { observations } = model;
  const [kind, modality] = [observations.kind[o], observations.modality[o]];
  const differs = model.conflicting.has(o);
  const detail = h("tr", { hidden: true }, h("td", { colspan: 3 }, evidenceList(observations.evidence[o], [observations.subject[o], observations.metric[o]])));
  const d = model.evidence.doc[observations.evidence[o][0]];
  const toggle = button(d >= 0 ? shortened(documentName(d), 9) : t("sentence"), () => {
    detail.hidden = !detail.hidden;
    toggle.setAttribute("aria-expanded", String(!detail.hidden));
  }, { class: "link small", "aria-expanded": "false" });
  const row = h("tr", { class: differs ? "differs" : "" },
    h("td", {}, periodText(observations.period[o])),
    h("td", {}, h("strong", {}, figureText(o)),
      kind !== "level" && h("span", { class: "tag" }, t(kind)),
      modality !== "actual" && h("span", { class: "tag" }, t(modality)),
      differs && h("span", { class: "tag differs" }, t("conflict"))),
    h("td", {}, toggle));
  return [row, detail];
}

function figureTable(list, n) {
  return h("table", { class: "figures" },
    h("thead", {}, h("tr", {}, ["period", "value", "source"].map((key) => h("th", { scope: "col" }, t(key))))),
    h("tbody", {}, list.map((o) => figureRow(o, n))));
}

// The longest run of comparable figures: one kind and unit, periods of one length.
function series(list) {
  const { observations } = model;
  const runs = new Map();
  for (const o of list) {
    const period = observations.period[o];
    if (!period || observations.modality[o] === "previous") continue;
    const key = `${observations.kind[o]} ${observations.unit[o]} ${period.length}`;
    if (!runs.has(key)) runs.set(key, []);
    runs.get(key).push(o);
  }
  const periods = (run) => new Set(run.map((o) => observations.period[o])).size;
  const best = [...runs.values()].sort((a, b) => periods(b) - periods(a))[0];
  return best && periods(best) > 1 ? best : null;
}

function trend(run, name) {
  const { observations } = model;
  const [W, H, L, R, T, B] = [360, 118, 12, 12, 22, 22];
  const periods = [...new Set(run.map((o) => observations.period[o]))].sort();
  const time = (period) => {
    const [year, month] = period.split("/")[0].split("-").map(Number);
    return year + ((month || 1) - 1) / 12;
  };
  const [first, last] = [time(periods[0]), time(periods[periods.length - 1])];
  const values = run.map((o) => observations.value[o]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  const x = (period) => L + 22 + ((time(period) - first) / (last - first || 1)) * (W - L - R - 44);
  const y = (value) => H - B - ((value - low + room) / (high - low + 2 * room)) * (H - T - B);
  const chart = s("svg", { viewBox: `0 0 ${W} ${H}`, class: "chart", role: "img", "aria-label": t("trend", { metric: name }) },
    s("line", { class: "axis", x1: L, x2: W - R, y1: H - B, y2: H - B }));
  const actual = run.filter((o) => observations.modality[o] !== "target");
  const told = (o) => observations.evidence[o].length;
  const best = (list) => list.reduce((a, b) => (a === undefined || told(b) > told(a) ? b : a), undefined);
  const of = (o) => run.filter((other) => observations.period[other] === observations.period[o] && observations.modality[other] === observations.modality[o]);
  const perPeriod = periods.map((period) => best(actual.filter((o) => observations.period[o] === period))).filter((o) => o !== undefined);
  if (perPeriod.length > 1) {
    chart.append(s("path", { class: "run", d: perPeriod.map((o, k) => `${k ? "L" : "M"}${x(observations.period[o]).toFixed(1)} ${y(observations.value[o]).toFixed(1)}`).join("") }));
  }
  let lastLabel = -99;
  periods.forEach((period) => {
    if (x(period) - lastLabel > 42) {
      chart.append(s("text", { x: x(period), y: H - 6, "text-anchor": "middle" }, period.split("/").pop()));
      lastLabel = x(period);
    }
  });
  for (const o of run) {
    const [cx, cy] = [x(observations.period[o]), y(observations.value[o])];
    const modality = observations.modality[o];
    const cls = modality === "target" ? "target" : modality === "estimated" ? "estimated" : "dot";
    const title = s("title", {}, `${periodText(observations.period[o])} ${figureText(o)} ${modality === "actual" ? "" : t(modality)}`);
    chart.append(modality === "target"
      ? s("rect", { class: cls, x: cx - 4, y: cy - 4, width: 8, height: 8, transform: `rotate(45 ${cx} ${cy})` }, title)
      : s("circle", { class: cls, cx, cy, r: 4 }, title));
    if (model.conflicting.has(o) || of(o).some((other) => Math.abs(observations.value[other] / observations.value[o] - 1) > 0.01)) chart.append(s("circle", { class: "differs", cx, cy, r: 7 }));
  }
  const ends = [perPeriod[0], perPeriod[perPeriod.length - 1]].filter((o) => o !== undefined);
  for (const o of new Set(ends)) chart.append(s("text", { x: x(observations.period[o]), y: y(observations.value[o]) - 9, "text-anchor": "middle" }, valueText(observations.value[o], observations.unit[o])));
  return chart;
}

function figureSection(n) {
  const groups = figuresOf(n);
  if (!groups.length) return null;
  const total = groups.reduce((sum, g) => sum + g.list.length, 0);
  const isMetric = model.type(n).key === "Metric";
  return h("section", {},
    h("h3", {}, t("figures"), h("span", { class: "quiet" }, total)),
    !isMetric && n < model.shown && h("div", { class: "actions" },
      button(t("figures_on_map"), (event) => toggleSatellites(n, event.currentTarget), { "aria-pressed": String(satellitesOf === n) })),
    longList(groups, ({ other, list }) => {
      const run = series(list);
      return h("div", {}, h("h4", {}, nodeLink(other)), run && trend(run, model.name(other)), figureTable(list, n));
    }, 8));
}
