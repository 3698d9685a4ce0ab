// Reads and writes what a person can fill in; hidden fields, files and passwords stay out.
import { length } from "./counter.js";

const IGNORED = ["hidden", "file", "password", "submit", "button", "reset"];

function filled(form) {
  return Array.from(form.elements).filter((field) => field.name && field.type && !IGNORED.includes(field.type));
}

export function read(form) {
  const values = {};
  filled(form).forEach((field) => {
    const list = values[field.name] || (values[field.name] = []);
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) list.push(field.value);
    } else if (field.tagName === "SELECT") {
      Array.from(field.selectedOptions).forEach((option) => list.push(option.value));
    } else {
      list.push(field.value);
    }
  });
  return values;
}

export function write(form, values) {
  filled(form).forEach((field) => {
    const list = values[field.name];
    if (list === undefined) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = list.includes(field.value);
    else if (field.tagName === "SELECT") Array.from(field.options).forEach((o) => { o.selected = list.includes(o.value); });
    else field.value = list.length ? list[0] : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

const plain = (values) => (values || []).map((value) => String(value).replace(/\r\n?/g, "\n").trim()).filter(Boolean);

export function sameValue(a, b) {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

export function same(a, b) {
  return Object.keys({ ...a, ...b }).every((name) => sameValue(a[name], b[name]));
}

export function characters(values) {
  return Object.values(values).reduce((sum, list) => sum + list.reduce((all, value) => all + length(value), 0), 0);
}

// What a person calls the field and its value.
export function labelOf(form, name) {
  const field = filled(form).find((one) => one.name === name);
  const group = field && field.closest(".field");
  const label = group && group.querySelector("legend, label");
  return label ? label.textContent.trim() : "";
}

export function wordsOf(form, name, list) {
  const words = list.map((value) => {
    const option = filled(form).find((one) => one.name === name && one.value === value && one.labels && one.checked !== undefined
      && (one.type === "radio" || one.type === "checkbox"));
    return option && option.labels.length ? option.labels[0].textContent.trim() : value;
  });
  return words.join("、") || "（空）";
}

// The whole form as the server gets it, without files and without the token, which travels in a header.
export function body(form) {
  const sent = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") sent.append(name, value);
  });
  return sent;
}
