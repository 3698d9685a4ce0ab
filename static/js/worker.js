// The worker of the pages for scoring: network first; without network the pages that were prepared, and nothing else.
// It writes no page into any cache: pages are prepared by static/js/scoring/packs.js. RELEASE is written above by the server.
/* global RELEASE */
const PATIENCE = 5000;
const OWN = `offline|${RELEASE}`;
const STYLES = ["bootstrap.min", "tokens", "base", "layout", "components", "device"].map((name) => `/static/css/${name}.css`);
const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const ANY = { ignoreVary: true };
// Which pages came out of a cache: their files come from there, too, so that a page never meets another release's script.
const served = new Map();

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(OWN).then((cache) => cache.addAll(STYLES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("offline|") && name !== OWN;
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || request.cache === "reload") return;
  if (request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event, url.pathname));
});

// The packs of whoever is signed in on this device, the newest first.
async function packs() {
  const mark = await (await caches.open("device")).match("/device-person");
  if (!mark) return [];
  const prefix = `prepared|${await mark.text()}|`;
  const newest = (name) => name.split("|")[4];
  return (await caches.keys()).filter((name) => name.startsWith(prefix)).sort((a, b) => (newest(a) < newest(b) ? 1 : -1));
}

async function find(path) {
  for (const name of await packs()) {
    const held = await (await caches.open(name)).match(path, ANY);
    if (held) return { name, held };
  }
  return null;
}

async function page(event, path) {
  const found = await find(path);
  const patience = new Promise((resolve) => { if (found) setTimeout(() => resolve(null), PATIENCE); });
  const answer = await Promise.race([fetch(event.request).catch(() => null), patience]);
  if (answer && !(found && [502, 503, 504].includes(answer.status))) return answer;
  if (!found) return nothing();
  served.set(event.resultingClientId, found.name);
  return found.held;
}

async function file(event, path) {
  const name = served.get(event.clientId);
  const own = name && await (await caches.open(name)).match(path, ANY);
  if (own) return own;
  try {
    return await fetch(event.request);
  } catch (error) {
    const client = await self.clients.get(event.clientId);
    const found = client && await find(new URL(client.url).pathname);
    const held = found && await (await caches.open(found.name)).match(path, ANY);
    const style = held || await (await caches.open(OWN)).match(path, ANY);
    if (style) return style;
    throw error;
  }
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

async function links() {
  const found = [];
  for (const name of await packs()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith("/candidacies/")) continue;
      const title = /<h1[^>]*>([^<]+)/.exec(await (await cache.match(request, ANY)).text());
      found.push(`<li><a href="${escaped(pathname)}">${title ? title[1].trim() : "评分"}</a></li>`);
    }
  }
  return found.join("");
}

async function nothing() {
  const list = await links();
  const way = list ? `<p>下面的支部已在本机备好，没有网络也能评分：</p><ul class="waits">${list}</ul>` : "<p>本机没有备好的支部。</p>";
  const body = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>没有网络</title>${STYLES.map((path) => `<link rel="stylesheet" href="${path}">`).join("")}</head>
<body><main class="page"><h1>没有网络，打不开这一页</h1>${way}<p>有网络后，请再打开这一页。已经写下的内容都在本机。</p></main></body></html>`;
  return new Response(body, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY, "Cache-Control": "no-store" },
  });
}
