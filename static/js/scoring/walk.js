// On a phone one part stands alone, and the next one comes without loading a page; on a wide screen all stand together.
import { read } from "./fields.js";
import { element } from "./parts.js";

const NARROW = window.matchMedia("(max-width: 47.99em)");
const WORDS = { waiting: "待传", conflict: "待选", refused: "没有收下", gone: "没有收下" };

function isDone(section) {
  // A sheet that is handed in has no fields.
  if (!section.querySelector("[name]")) return section.hasAttribute("data-marked");
  const { mark, findings, remark } = read(section);
  return [mark, findings, remark].some((given) => given && given.some((text) => text.trim()));
}

export function walk(form, sections) {
  const [previous, next, check, save, position, jump] = ["previous", "next", "check", "keep", "position", "jump"]
    .map((name) => document.querySelector(`[data-${name}]`));
  const tabs = Array.from(document.querySelectorAll("[data-tab]"));
  const criteria = sections.filter((section) => section.dataset.strength);
  const addressed = () => sections.findIndex((section) => window.location.hash === `#${section.id}`);
  let at = first();

  function first() {
    const wanted = addressed();
    const wrong = sections.findIndex((section) => section.classList.contains("item-wrong"));
    const open = form.dataset.open === "1" ? sections.findIndex((section) => !isDone(section)) : 0;
    return [wanted, wrong, open, 0].find((index) => index >= 0);
  }

  const isAnyOpen = () => form.dataset.open === "1" && criteria.some((section) => !isDone(section));

  // On a wide screen what is not marked yet, from where the person is, and round from the end.
  function following() {
    if (NARROW.matches) return at + 1;
    const from = sections[at].classList.contains("item-current") ? at + 1 : at;
    const round = [...sections.slice(from), ...sections.slice(0, from)];
    return sections.indexOf(round.find((section) => criteria.includes(section) && !isDone(section)));
  }

  function show() {
    const isNarrow = NARROW.matches;
    const now = sections[at];
    document.body.classList.toggle("one-at-a-time", isNarrow);
    sections.forEach((section) => { section.hidden = isNarrow && section !== now; });
    form.querySelectorAll("[data-group]").forEach((group) => { group.hidden = isNarrow && !group.contains(now); });
    tabs.forEach((tab) => {
      if (isNarrow && tab.dataset.tab === now.dataset.strength) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
    const isLast = at === sections.length - 1;
    previous.hidden = !isNarrow;
    previous.disabled = at === 0;
    next.hidden = isNarrow ? isLast && Boolean(check) : !isAnyOpen();
    next.disabled = isNarrow && isLast;
    next.textContent = isNarrow ? "下一项" : "下一个未评项";
    next.classList.toggle("btn-primary", isNarrow);
    next.classList.toggle("btn-secondary", !isNarrow);
    if (check) check.hidden = isNarrow && !isLast;
    // Everything is kept by itself: the button for all at once is for pages without script.
    if (save) save.hidden = true;
    const number = criteria.indexOf(now);
    if (position && isNarrow) position.textContent = number < 0 ? now.dataset.title : `第${number + 1}项，共${criteria.length}项`;
  }

  function go(index) {
    at = index;
    if (jump) jump.open = false;
    show();
    const heading = sections[at].querySelector("h3") || sections[at];
    heading.tabIndex = -1;
    // To the tabs, below what the page may say above them.
    if (NARROW.matches) document.querySelector(".score-tabs").scrollIntoView({ block: "start" });
    else sections[at].scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  }

  previous.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(following()));
  tabs.forEach((tab) => tab.addEventListener("click", (event) => {
    const own = criteria.filter((section) => section.dataset.strength === tab.dataset.tab);
    event.preventDefault();
    go(sections.indexOf(own.find((section) => !isDone(section)) || own[0]));
  }));
  if (jump) {
    jump.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const index = link ? sections.findIndex((section) => link.getAttribute("href") === `#${section.id}`) : -1;
      if (index < 0) return;
      event.preventDefault();
      go(index);
    });
  }
  // What is wrong is told above, and leads to parts that may not be shown.
  document.querySelectorAll(".errors a").forEach((link) => link.addEventListener("click", (event) => {
    const field = document.getElementById(link.hash.slice(1));
    const index = field ? sections.findIndex((section) => section.contains(field)) : -1;
    if (index < 0) return;
    event.preventDefault();
    go(index);
    field.focus({ preventScroll: NARROW.matches });
  }));
  form.addEventListener("focusin", (event) => {
    const here = event.target.closest("[data-part]");
    if (here && !NARROW.matches) at = sections.indexOf(here);
    sections.forEach((section) => section.classList.toggle("item-current", section === here));
  });
  window.addEventListener("hashchange", () => { if (addressed() >= 0) go(addressed()); });
  NARROW.addListener(show);
  show();

  return {
    // After each change: what is done, and what of it still waits.
    renew(waiting) {
      const states = new Map(waiting.map((row) => [row.part, WORDS[row.state]]));
      sections.forEach((section) => {
        const dot = document.querySelector(`[data-dot="${section.dataset.part}"]`);
        if (dot) dot.classList.toggle("score-dot-full", isDone(section));
        const link = jump && jump.querySelector(`a[href="#${section.id}"]`);
        if (!link) return;
        link.querySelectorAll(".meta").forEach((word) => word.remove());
        link.append(element("span", "meta", states.get(section.dataset.part) || (isDone(section) ? "已填" : "")));
      });
      if (!NARROW.matches) next.hidden = !isAnyOpen();
      const done = criteria.filter(isDone).length;
      const told = document.querySelector("[data-marked]");
      if (told) told.textContent = `已评${done}项${done < criteria.length ? `，还差${criteria.length - done}项` : ""}`;
      tabs.forEach((tab) => {
        const own = criteria.filter((section) => section.dataset.strength === tab.dataset.tab);
        const said = tab.querySelector("[data-count]");
        if (said) said.textContent = `${own.length}项已评${own.filter(isDone).length}项`;
      });
    },
  };
}
