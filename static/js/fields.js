// Reads and writes what a person can fill in, of a form or of a part of one whose names share a prefix (data-prefix).
// Hidden fields, files and passwords stay out.
import { length } from "./counter.js";

const IGNORED = ["hidden", "file", "password", "submit", "button", "reset"];
const CHOSEN = ["radio", "checkbox", "select-one", "select-multiple"];

export const prefixOf = (part) => part.dataset.prefix || "";
const nameOf = (part, field) => field.name.slice(prefixOf(part).length);
const isOf = (part, name) => Boolean(name) && name.startsWith(prefixOf(part));

function filled(part) {
  const fields = part.elements || part.querySelectorAll("input, select, textarea");
  return Array.from(fields).filter((field) => isOf(part, field.name) && field.type && !IGNORED.includes(field.type));
}

// As the fields stand, or as the page brought them: who is quick types before the scripts are there.
const NOW = { checked: "checked", value: "value" };
const BROUGHT = { checked: "defaultChecked", value: "defaultValue" };

export const read = (part) => values(part, NOW);
export const brought = (part) => values(part, BROUGHT);

function values(part, as) {
  const found = {};
  filled(part).forEach((field) => {
    const name = nameOf(part, field);
    const list = found[name] || (found[name] = []);
    if (field.type === "radio" || field.type === "checkbox") {
      if (field[as.checked]) list.push(field.value);
    } else if (field.tagName === "SELECT") {
      Array.from(field.selectedOptions).forEach((option) => list.push(option.value));
    } else {
      list.push(field[as.value]);
    }
  });
  return found;
}

export function write(part, words) {
  filled(part).forEach((field) => {
    const list = words[nameOf(part, field)];
    if (list === undefined) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = list.includes(field.value);
    else if (field.tagName === "SELECT") Array.from(field.options).forEach((o) => { o.selected = list.includes(o.value); });
    else field.value = list.length ? list[0] : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

const plain = (list) => (list || []).map((value) => String(value).replace(/\r\n?/g, "\n").trim()).filter(Boolean);

export function sameValue(a, b) {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

export function same(a, b) {
  return Object.keys({ ...a, ...b }).every((name) => sameValue(a[name], b[name]));
}

const named = (part, name) => filled(part).filter((field) => nameOf(part, field) === name);

export const isProse = (part, name) => named(part, name).some((field) => field.tagName === "TEXTAREA");

// What was typed; what was chosen has no length.
export function characters(part, words) {
  const typed = Object.keys(words).filter((name) => !named(part, name).some((field) => CHOSEN.includes(field.type)));
  return typed.reduce((sum, name) => sum + words[name].reduce((all, value) => all + length(value), 0), 0);
}

// What a person calls the field and its value.
export function labelOf(part, name) {
  const field = named(part, name)[0];
  const group = field && field.closest(".field");
  const label = group && group.querySelector("legend, label");
  return label ? label.textContent.trim() : "";
}

export function wordsOf(part, name, list) {
  const words = list.map((value) => {
    const option = named(part, name).find((one) => one.value === value && one.labels
      && (one.type === "radio" || one.type === "checkbox"));
    return option && option.labels.length ? option.labels[0].textContent.trim() : value;
  });
  return words.join("、") || "（空）";
}

// The part as the server gets it, without files and without the token, which travels in a header.
export function body(part) {
  const sent = new URLSearchParams();
  new FormData(part.closest("form")).forEach((value, name) => {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken" && isOf(part, name)) {
      sent.append(name.slice(prefixOf(part).length), value);
    }
  });
  return sent;
}
