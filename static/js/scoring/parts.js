// Small pieces that the pages for scoring build: elements, buttons, times, rows of what waits.
import { shanghai } from "../shanghai.js";

export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function button(text, className, act) {
  const made = element("button", `btn ${className}`, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// The sprite that the page itself uses.
export function icon(shape) {
  const known = document.querySelector("svg.icon use");
  const sprite = known ? known.getAttribute("href").split("#")[0] : "";
  const box = element("span");
  box.innerHTML = `<svg class="icon" aria-hidden="true" focusable="false"><use href="${sprite}#${shape}"></use></svg>`;
  return box.firstChild;
}

const today = () => shanghai(new Date().toISOString()).slice(0, 10);

export function clock(at) {
  const text = shanghai(at);
  const day = text.slice(0, 10) === today() ? "" : `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日`;
  return `${day}${text.slice(11, 16)}`;
}

export const STATES = { waiting: "待传", conflict: "两份不同，请先选一份", refused: "没有收下", gone: "没有收下" };

export const addressOf = (row) => `/candidacies/${row.case}/assessment/score/all/#${row.part}`;

// One line of what waits: where it belongs, what it says, when it was written, why it still waits.
export function line(row, { isAlone = false, isLink = true } = {}) {
  const place = element(isLink ? "a" : "span", "", isAlone ? row.title : `${row.branch}　${row.title}`);
  if (isLink) place.href = addressOf(row);
  const left = element("span", "waits-name", place);
  if (row.reason) left.append(element("span", "hint d-block", row.reason));
  if (row.state === "conflict") left.append(element("span", "hint d-block", STATES.conflict));
  const right = element("span", "waits-end meta", `${row.told ? `${row.told} · ` : ""}${clock(row.at)}`);
  return element("li", "", left, right);
}
