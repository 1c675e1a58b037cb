// The words of the interface in both languages.

let language = "zh";

function t(key, values) {
  const entry = settings.words[key];
  if (!entry) return key;
  const text = entry[language === "zh" ? 0 : 1];
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")) : text;
}

// The label of a type or relation.
function word(thing) {
  return language === "zh" ? thing.zh : thing.en;
}

function known(prefix, key) {
  return settings.words[`${prefix}.${key}`] ? t(`${prefix}.${key}`) : key;
}

const number = (value) => value.toLocaleString(language === "zh" ? "zh-CN" : "en");

// A period as people write it.
function periodText(period) {
  if (!period) return t("no_period");
  return period.replace("/", " – ");
}

// A value in a unit a reader takes in at a glance.
function valueText(value, unit) {
  const size = Math.abs(value);
  const plain = (v) => Number(v.toPrecision(6)).toLocaleString(language === "zh" ? "zh-CN" : "en", { maximumFractionDigits: 2 });
  if (unit === "%" || size < 10000) return plain(value) + unit;
  if (language === "en") return size >= 1e9 ? `${plain(value / 1e9)} bn ${unit}` : size >= 1e6 ? `${plain(value / 1e6)} m ${unit}` : `${plain(value)} ${unit}`;
  return size >= 1e8 ? `${plain(value / 1e8)}亿${unit}` : `${plain(value / 1e4)}万${unit}`;
}
