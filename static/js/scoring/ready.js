// Before setting out: which branches open without network, and what of them still waits on this device.
import { whatWaits } from "./chip.js";
import * as packs from "./packs.js";
import { button, clock, element, icon } from "./parts.js";
import { listen, tryWheneverPossible } from "./sender.js";
import * as store from "./store.js";

export async function ready(box) {
  const { person } = document.body.dataset;
  const places = Array.from(document.querySelectorAll("[data-ready-case]"));
  const waits = document.querySelector("[data-ready-waits]");
  const note = box.querySelector("[data-ready-note]");
  const all = box.querySelector("[data-ready-all]");
  let isPossible = packs.isPossible();

  const of = (place) => ({ case: place.dataset.readyCase, url: place.dataset.url, title: place.dataset.title });

  async function prepare(some) {
    all.disabled = true;
    let missing = 0;
    for (const place of some) {
      say(place, "doing", "half", "正在备好…");
      try {
        await packs.prepare(person, of(place));
      } catch (error) {
        missing += 1;
      }
      await showPlaces();
    }
    all.disabled = false;
    note.textContent = missing ? `有${missing}个支部没有备好，请检查网络后再试。` : "";
  }

  function say(place, tone, shape, words, ...more) {
    const tag = element("span", `tag tag-${tone}`, icon(shape), words);
    place.textContent = "";
    place.append(tag, ...more);
  }

  async function showPlaces() {
    if (!isPossible) return;
    const held = await packs.prepared(person);
    places.forEach((place) => {
      const pack = held.find((one) => one.case === place.dataset.readyCase);
      const one = button("备好", "btn-link", () => prepare([place]));
      one.append(element("span", "visually-hidden", place.dataset.title));
      if (pack) say(place, "done", "tick", `已备好${clock(pack.at)}`);
      else say(place, "todo", "circle", "没有备好", one);
    });
    box.querySelector("[data-ready-count]").textContent = `${places.length}个支部，已备好${places.filter((place) =>
      held.some((one) => one.case === place.dataset.readyCase)).length}个`;
  }

  async function showWaiting(isAsked = false) {
    const rows = await store.unsent(person);
    const heading = `本机待上传${rows.length}项`;
    const known = waits.querySelector("h2");
    if (!isAsked && waits.contains(document.activeElement) && known && known.textContent === heading) return;
    waits.textContent = "";
    if (rows.length) waits.append(element("h2", "", heading));
    waits.append(...whatWaits(person, rows, undefined, () => showWaiting(true)));
  }

  // Before anything is waited for: what stands below must not move away under a finger.
  box.querySelector(isPossible ? "[data-ready-possible]" : "[data-ready-impossible]").hidden = !places.length;
  all.addEventListener("click", () => prepare(places));
  box.hidden = false;
  if (isPossible) {
    try {
      await packs.register();
    } catch (error) {
      isPossible = false;
      note.textContent = "这台设备现在不能备好，请打开评分页后不要关闭。";
      all.hidden = true;
    }
  }
  await packs.tidy(person);
  listen(() => showWaiting());
  store.listen(person, () => showWaiting());
  await showPlaces();
  await showWaiting();
  tryWheneverPossible(person);
}
