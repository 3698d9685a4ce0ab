// Builds the small panels under the save indicator: an offer to recover, and two texts side by side.
import { labelOf, wordsOf } from "./fields.js";

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

function side(form, title, values, names) {
  const made = element("section", "autosave-side");
  made.append(element("p", "fw-bold", title));
  names.forEach((name) => {
    const label = labelOf(form, name);
    if (label) made.append(element("p", "hint", label));
    made.append(element("p", "", wordsOf(form, name, values[name] || [])));
  });
  return made;
}

function panel(sentence, ...parts) {
  const made = element("div", "card-box");
  made.setAttribute("role", "alert");
  made.append(element("p", "", sentence), ...parts);
  return made;
}

// Shanghai time, wherever the device believes to be.
const shanghai = (at) => new Date(new Date(at).getTime() + 8 * 3600000).toISOString();

export const timeOfDay = (at) => shanghai(at).slice(11, 19);

function clock(at) {
  const text = shanghai(at);
  return `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日${text.slice(11, 16)}`;
}

export function recovery(form, draft, count, { restore, discard }) {
  const names = Object.keys(draft.values).filter((name) => draft.values[name].some((value) => value.trim()));
  return panel(
    `这台设备上有一份没有上传的内容（${clock(draft.at)}，${count}字）。`,
    side(form, "没有上传的内容", draft.values, names),
    row(button("恢复这份内容", restore, "btn btn-primary"), button("不要了", discard)),
  );
}

export function conflict(form, theirs, who, at, names, mine, { useMine, useTheirs, merge }) {
  const sides = element("div", "autosave-sides");
  sides.append(side(form, "我写的", mine, names), side(form, `${who}写的（${clock(at)}）`, theirs, names));
  return panel(
    `${who}也改了这里，两份内容都在，请您选择。`,
    sides,
    row(button("用我的", useMine), button("用对方的", useTheirs), button("合并后保存", merge)),
  );
}
