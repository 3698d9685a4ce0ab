// What is filled in for one part of the sheet: a name to a list of texts, without the prefix that the page gives it.

const plain = (value) => String(value === null || value === undefined ? "" : value).replace(/\r\n?/g, "\n").trim();

export function lists(fields) {
  const made = {};
  Object.keys(fields || {}).forEach((name) => { made[name] = [].concat(fields[name]).map(plain).filter(Boolean); });
  return made;
}

export function same(a, b) {
  const [left, right] = [lists(a), lists(b)];
  return Object.keys({ ...left, ...right }).every((name) =>
    JSON.stringify((left[name] || []).sort()) === JSON.stringify((right[name] || []).sort()));
}

// The fields of a section: its part and a dash stand before each name.
function inputs(section) {
  const prefix = `${section.dataset.part}-`;
  return Array.from(section.querySelectorAll("input, select, textarea"))
    .filter((field) => field.name.startsWith(prefix) && field.type !== "file" && field.type !== "hidden")
    .map((field) => ({ field, name: field.name.slice(prefix.length) }));
}

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

export function read(section) {
  const values = {};
  inputs(section).forEach(({ field, name }) => {
    const list = values[name] || (values[name] = []);
    if (!isChoice(field) || field.checked) list.push(field.value);
  });
  return values;
}

// What a person changed before the scripts were there: whole fields, by name.
export function touched(section) {
  const now = read(section);
  const changed = inputs(section).filter(({ field }) => (isChoice(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  return Object.fromEntries(changed.map(({ name }) => [name, now[name]]));
}

export function write(section, values) {
  const given = lists(values);
  inputs(section).forEach(({ field, name }) => {
    if (given[name] === undefined) return;
    if (isChoice(field)) field.checked = given[name].includes(field.value);
    else field.value = given[name].length ? given[name][0] : "";
    // Counters look again; the page itself does not take it for typing.
    field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "written" }));
  });
}

// As a person reads it: the words of a choice, the text as it stands.
export function inWords(section, values) {
  const given = lists(values);
  return Object.keys(given).map((name) => {
    const words = given[name].map((value) => {
      const found = inputs(section).find((one) => one.name === name && isChoice(one.field) && one.field.value === value);
      return found && found.field.labels.length ? found.field.labels[0].textContent.trim() : value;
    });
    return { name, text: words.join("、") };
  }).filter((one) => one.text);
}
