// Prepared pages: the one thing that this site lets a browser keep (docs/decisions/0090). A pack is a page for scoring with
// the files it needs, in a cache of its own, named by person, case and release; the worker reads it while there is no network.
import * as store from "./store.js";

const DAYS = 7 * 24 * 3600000;

// Only where the browser trusts the connection; nothing else decides.
export const isPossible = () => "serviceWorker" in navigator && "caches" in window && window.isSecureContext;

export const register = () => navigator.serviceWorker.register("/sw.js", { scope: "/candidacies/" });

const isOf = (person) => (name) => name.startsWith(`prepared|${person}|`);

async function names(wanted) {
  return (await caches.keys()).filter((name) => name.startsWith("prepared|") && wanted(name));
}

const drop = (all) => Promise.all(all.map((name) => caches.delete(name)));

// Pages of anybody else go; with "" everybody's.
export async function dropAllBut(person) {
  if (isPossible()) await drop(await names((name) => !person || !isOf(person)(name)));
}

function linksOf(text, address) {
  const pattern = /\.css$/.test(address) ? /url\(["']?(?!data:)([^"')]+)/g : /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;
  return Array.from(text.matchAll(pattern), (found) => new URL(found[1], new URL(address, location.origin)).pathname);
}

// Style sheets, scripts with what they import, and pictures: each once.
async function gather(page) {
  const wanted = Array.from(page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], use[href], img[src]"))
    .map((one) => new URL(one.getAttribute("href") || one.getAttribute("src"), location.origin).pathname)
    .filter((path) => path.startsWith("/static/"));
  const found = new Map();
  while (wanted.length) {
    const path = wanted.pop();
    if (found.has(path)) continue;
    const answer = await fetch(path, { cache: "reload" });
    if (!answer.ok) throw new Error(path);
    found.set(path, answer);
    if (/\.(css|js)$/.test(path)) wanted.push(...linksOf(await answer.clone().text(), path));
  }
  return found;
}

// The page is put in last: while it is missing, the older pack goes on.
export async function prepare(person, one) {
  const answer = await fetch(one.url, { headers: { Accept: "text/html" }, credentials: "same-origin", cache: "reload" });
  if (!answer.ok || answer.redirected) throw new Error("not ready");
  const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const form = page.querySelector("form[data-scoring]");
  if (!form || form.dataset.person !== String(person)) throw new Error("not ready");
  const before = await names((name) => name.startsWith(`prepared|${person}|${one.case}|`));
  const now = new Date().toISOString();
  const cache = await caches.open(`prepared|${person}|${one.case}|${form.dataset.release}|${now}`);
  const files = await gather(page);
  await Promise.all(Array.from(files, ([path, file]) => cache.put(path, file)));
  await cache.put(one.url, answer);
  await drop(before);
  await store.keepPack(person, { case: one.case, url: one.url, title: one.title, release: form.dataset.release, at: now });
}

// What the device holds, whatever the list says: a browser short of room may have thrown a pack away.
export async function prepared(person) {
  const held = await names(isOf(person));
  return (await store.packs(person)).filter((pack) => held.some((name) => name.startsWith(`prepared|${person}|${pack.case}|`)));
}

// Seven days after the last upload a pack has done its work. One with unsent work stays.
export async function tidy(person) {
  if (!isPossible()) return;
  const unsent = new Set((await store.unsent(person)).map((row) => row.case));
  for (const pack of await store.packs(person)) {
    const last = [pack.at, ...(await store.lastTaken(person, pack.case)).map((row) => row.at)].sort().pop();
    if (!unsent.has(pack.case) && Date.now() - new Date(last).getTime() > DAYS) {
      await drop(await names((name) => name.startsWith(`prepared|${person}|${pack.case}|`)));
      await store.dropPack(person, pack.case);
    }
  }
}
