// The same part was changed in two places. Both texts stand side by side; nothing is chosen beforehand, nothing is lost.
import { inWords, lists, write } from "./fields.js";
import { button, clock, element, icon } from "./parts.js";
import * as store from "./store.js";

const HERE = window.matchMedia("(pointer: coarse)").matches ? "这部手机" : "这台电脑";

// The stretch in which one text differs from the other is marked.
function marked(text, other) {
  const [mine, theirs] = [Array.from(text), Array.from(other)];
  let start = 0;
  while (start < mine.length && start < theirs.length && mine[start] === theirs[start]) start += 1;
  let end = 0;
  while (end < Math.min(mine.length, theirs.length) - start && mine[mine.length - 1 - end] === theirs[theirs.length - 1 - end]) end += 1;
  const stop = mine.length - end;
  const made = element("p", "", mine.slice(0, start).join(""));
  if (stop > start) made.append(element("mark", "", mine.slice(start, stop).join("")));
  made.append(mine.slice(stop).join(""));
  return made;
}

function side(section, place, at, values, others, choose) {
  const made = element("div", "both-one", element("p", "hint", `${place} · ${clock(at)}`));
  const words = inWords(section, values);
  const against = inWords(section, others);
  words.forEach(({ name, text }) => {
    const other = against.find((one) => one.name === name);
    made.append(marked(text, other ? other.text : ""));
  });
  if (!words.length) made.append(element("p", "", "（空）"));
  made.append(choose);
  return made;
}

// Texts one below the other; of a choice the own one, which the person sees at once and can change.
function merged(section, mine, theirs) {
  const [left, right] = [lists(mine), lists(theirs)];
  const both = { ...right, ...left };
  section.querySelectorAll("textarea").forEach((area) => {
    const name = area.name.slice(section.dataset.part.length + 1);
    const [one, other] = [(left[name] || [""])[0], (right[name] || [""])[0]];
    both[name] = [one === other ? one : [one, other].filter(Boolean).join("\n")];
  });
  return both;
}

export function panel(person, section, row, done) {
  const { at, fields: theirs } = row.conflict;
  const settle = async (fields) => {
    await store.settle(person, [row.case, row.part], fields);
    write(section, fields);
    done();
  };
  const blank = Object.keys(lists(row.fields)).reduce((all, name) => ({ ...all, [name]: [] }), {});
  const sides = element("div", "both",
    side(section, HERE, row.at, row.fields, theirs, button(`用${HERE}上的`, "btn-secondary", () => settle(row.fields))),
    side(section, "另一台设备", at, theirs, row.fields,
      button("用另一台设备上的", "btn-secondary", () => settle({ ...blank, ...lists(theirs) }))));
  const merge = button("两段合并，我来改", "btn-secondary", async () => {
    await settle(merged(section, row.fields, theirs));
    const area = section.querySelector("textarea");
    if (area) area.focus();
  });
  const text = element("p", "", element("strong", "", "您在另一台设备上也改了这一项。"), "两份都还在，请选一份。");
  const made = element("div", "bar bar-late", icon("triangle"), element("div", "both-box", text, sides, merge));
  made.setAttribute("role", "alert");
  made.dataset.conflict = row.part;
  return made;
}
