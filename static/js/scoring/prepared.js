// On the home page: how many of the branches to be scored this device has prepared, and what of them is not uploaded yet.
import { isPossible, prepared } from "./packs.js";
import * as store from "./store.js";

export async function sayPrepared(line) {
  const { person } = document.body.dataset;
  const wanted = line.dataset.prepared.split(",");
  const held = isPossible() ? (await prepared(person)).filter((pack) => wanted.includes(String(pack.case))).length : 0;
  const waits = (await store.unsent(person)).length;
  const said = [held ? `本机已备好${held}个支部，没有网络也能评分` : "", waits ? `待传${waits}项` : ""].filter(Boolean);
  line.textContent = said.join("；");
  line.hidden = !said.length;
}
