// The page for scoring. What is chosen or typed is on the device before the network is tried; one queue sends it.
import { chip } from "./chip.js";
import { panel } from "./conflict.js";
import { inWords, read, same, touched, write } from "./fields.js";
import * as packs from "./packs.js";
import { clock, element, icon } from "./parts.js";
import { keepPhoto } from "./photos.js";
import { listen, network, send, tryWheneverPossible } from "./sender.js";
import * as store from "./store.js";
import { walk } from "./walk.js";

const PAUSE = 1500;
const STALE = 3600000;

export async function scoring(form) {
  const { person, save, case: one } = form.dataset;
  const sections = Array.from(form.querySelectorAll("[data-part]"));
  const isOpen = form.dataset.open === "1";
  const shown = new Map(sections.map((section) => [section, Number(section.dataset.version) || 0]));
  const panels = new Map();
  const steps = walk(form, sections);
  const showChip = chip(document.querySelector("[data-chip]"), person, one);
  // Where the browser cannot open the page again without network, it says so while something waits.
  const stay = element("p", "bar bar-late", "请不要关闭或刷新本页，等全部上传后再离开。");
  let chain = Promise.resolve();
  let isLaid = false;
  let holds = true;
  let unsent = 0;
  let wasWaiting = false;
  let timer = 0;

  const branch = document.querySelector("h1").textContent.trim().replace(/评分$/, "");

  function keep(section) {
    const fields = read(section);
    const words = inWords(section, fields).map((word) => word.text);
    const item = {
      case: one, part: section.dataset.part, title: section.dataset.title, branch, save,
      told: Array.from(words[0] || "").slice(0, 8).join(""), fields, version: shown.get(section),
    };
    chain = chain.then(() => store.keep(person, item)).then(() => { holds = true; place("tick", `已存本机${clock(new Date().toISOString())}`); })
      .catch(() => { holds = false; unsent += 1; place("triangle", "内容还在页面上，请不要关闭页面"); })
      .then(refresh);
    return chain;
  }

  function place(shape, words) {
    const box = document.querySelector("[data-place]");
    if (!box) return;
    box.textContent = "";
    box.append(icon(shape), words);
  }

  // What the device knows and the page does not: unsent work first, then what the server took from another window.
  // Who is quick fills in before the page is laid out so: what he changed stands above both, field by field.
  async function overlay() {
    const held = (asked) => asked.catch(() => []);
    const rows = new Map((await held(store.waiting(person, one))).map((row) => [row.part, row]));
    const taken = new Map((await held(store.lastTaken(person, one))).map((row) => [row.part, row]));
    const early = [];
    sections.forEach((section) => {
      if (isLaid && section.contains(document.activeElement) && document.activeElement.tagName === "TEXTAREA") return;
      const mine = isLaid ? {} : touched(section);
      if (Object.keys(mine).length) early.push(section);
      const known = taken.get(section.dataset.part);
      const row = rows.get(section.dataset.part) || (known && known.version > shown.get(section) ? known : null);
      const fields = row && { ...row.fields, ...mine };
      if (row && !same(fields, read(section))) write(section, fields);
      if (known) shown.set(section, Math.max(shown.get(section), known.version));
    });
    isLaid = true;
    if (isOpen) early.forEach(keep);
    return rows.size;
  }

  async function refresh() {
    const rows = await showChip();
    if (holds) unsent = rows.length;
    sections.forEach((section) => {
      const row = rows.find((candidate) => candidate.part === section.dataset.part);
      showPanel(section, row && row.state === "conflict" ? row : null);
    });
    steps.renew(rows);
    stay.hidden = packs.isPossible() || !unsent;
    if (!holds) return;
    const choose = rows.filter((row) => row.state === "conflict").length;
    if (unsent && network() === "offline") place("triangle", `已存本机${clock(rows[rows.length - 1].at)}，待传${unsent}项`);
    else if (choose) place("triangle", `有${choose}项两份不同，请先选一份`);
    else if (!unsent && wasWaiting) place("tick", "已上传");
    wasWaiting = Boolean(unsent) && network() !== "";
  }

  function showPanel(section, row) {
    const held = panels.get(section);
    const key = row ? JSON.stringify([row.fields, row.conflict]) : "";
    if (held && held.key === key) return;
    if (held) held.box.remove();
    panels.delete(section);
    if (!row) return;
    const box = panel(person, section, row, () => { shown.set(section, row.conflict.version); refresh(); send(person); });
    const marks = section.querySelector("fieldset");
    if (marks) marks.after(box);
    else section.prepend(box);
    panels.set(section, { box, key });
  }

  const of = (event) => (event.target.closest ? event.target.closest("[data-part]") : null);

  // Handing in comes after the last upload. The page's own button carries the whole form, which by then says nothing new.
  async function handIn(event) {
    event.preventDefault();
    await chain;
    await send(person);
    const rows = await showChip();
    if (rows.length || !holds) {
      place("triangle", `还有${rows.length}项没有上传，请上传后再提交`);
      return;
    }
    const pressed = element("input", "");
    Object.assign(pressed, { type: "hidden", name: "check", value: "1" });
    form.append(pressed);
    form.submit();
  }

  if (isOpen) {
    form.prepend(stay);
    form.addEventListener("submit", handIn);
    form.addEventListener("input", (event) => {
      const section = of(event);
      if (!isLaid || !section || event.detail === "written" || event.target.type === "file") return;
      keep(section);
      clearTimeout(timer);
      timer = setTimeout(() => chain.then(() => send(person)), PAUSE);
    });
    form.addEventListener("change", (event) => {
      if (!of(event) || event.target.type === "file") return;
      clearTimeout(timer);
      chain.then(() => send(person));
    });
    // A photograph that could not be sent waits here like everything else.
    form.addEventListener("upload-waits", (event) => {
      event.detail.kept = keepPhoto(person, of(event), { case: one, branch }, event.detail)
        .then(() => { place("tick", `照片已存本机${clock(new Date().toISOString())}`); return refresh(); }).then(() => send(person));
    });
    document.addEventListener("photo-taken", () => renewPhotos(form));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") chain.then(() => send(person)); });
  }
  window.addEventListener("beforeunload", (event) => {
    // A page that the browser cannot open again without network must not be left lightly.
    if (!unsent || (holds && (packs.isPossible() || network() === ""))) return;
    event.preventDefault();
    event.returnValue = "";
  });

  listen(() => { overlay().then(refresh); });
  store.listen(person, () => { overlay().then(refresh); });
  const found = await overlay();
  await chain;
  await refresh();
  if (found) place("triangle", `本机还有${found}项待传`);
  await tryWheneverPossible(person);
  await packs.tidy(person);
  await renewPack(person, one, form);
}

// The photographs that the server has by now; what is typed around them stays.
async function renewPhotos(form) {
  const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" }, credentials: "same-origin" }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.querySelectorAll(".photos[id]").forEach((box) => {
    const fresh = page.getElementById(box.id);
    if (fresh && fresh.innerHTML !== box.innerHTML) box.replaceWith(fresh);
  });
}

// A pack of another release, or an older one, is made anew while there is a network.
async function renewPack(person, one, form) {
  if (!packs.isPossible()) return;
  const pack = (await packs.prepared(person)).find((candidate) => candidate.case === one);
  if (!pack || (pack.release === form.dataset.release && Date.now() - new Date(pack.at).getTime() < STALE)) return;
  await packs.register();
  await packs.prepare(person, pack).catch(() => {});
}
