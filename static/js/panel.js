// Builds the small panels under the save indicator: an offer to recover, and two texts side by side.
import { labelOf, wordsOf } from "./fields.js";
import { shanghai } from "./shanghai.js";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(text, act, className = "btn btn-secondary") {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function row(...buttons) {
  const made = element("div", "actions");
  made.append(...buttons);
  return made;
}

function side(part, title, values, names) {
  const made = element("section", "autosave-side");
  made.append(element("p", "fw-bold", title));
  names.forEach((name) => {
    const label = labelOf(part, name);
    if (label) made.append(element("p", "hint", label));
    made.append(element("p", "", wordsOf(part, name, values[name] || [])));
  });
  return made;
}

function panel(sentence, ...parts) {
  const made = element("div", "card-box");
  made.setAttribute("role", "alert");
  made.append(element("p", "", sentence), ...parts);
  return made;
}

export const timeOfDay = (at) => shanghai(at).slice(11, 19);

function clock(at) {
  const text = shanghai(at);
  return `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日${text.slice(11, 16)}`;
}

export function recovery(part, draft, count, { restore, discard }) {
  const names = Object.keys(draft.values).filter((name) => draft.values[name].some((value) => value.trim()));
  return panel(
    `这台设备上有一份没有上传的内容（${clock(draft.at)}${count ? `，${count}字` : ""}）。`,
    side(part, "没有上传的内容", draft.values, names),
    row(button("恢复这份内容", restore, "btn btn-primary"), button("不要了", discard)),
  );
}

// Whoever writes in two windows is told so, not that somebody by his own name was there.
export const alsoChanged = (other) => (other.is_own ? "您在另一个窗口也改了这里" : `${other.who}也改了这里`);

export function conflict(part, theirs, other, names, mine, { useMine, useTheirs, merge }) {
  const [here, there] = other.is_own ? ["这个窗口", "另一个窗口"] : ["我", other.who];
  const sides = element("div", "autosave-sides");
  sides.append(side(part, `${here}写的`, mine, names), side(part, `${there}写的（${clock(other.at)}）`, theirs, names));
  return panel(
    `${alsoChanged(other)}，两份内容都在，请您选择。`,
    sides,
    row(
      button(`用${here}的`, useMine),
      button(other.is_own ? `用${there}的` : "用对方的", useTheirs),
      button("合并后保存", merge),
    ),
  );
}
