// Who is signed in, for a page that stays open while its session ends: what it says, and how it goes on by itself when
// somebody has signed in again in another tab. Nothing is sent for anybody but the person the page was opened by.

const NEWS = "signed-in";
const body = document.body;
const watchers = [];
let state = "ours";
let asked = null;

export const EXPIRED = "登录已过期";
export const REPLACED = "现在登录的是另一个人，这一页的内容不会存到他名下";
export const isAway = () => state !== "ours";
export const isReplaced = () => state === "theirs";
export const watch = (act) => { watchers.push(act); };

function become(now) {
  const isNews = state !== now || now !== "ours";
  state = now;
  if (isNews) watchers.forEach((act) => act());
}

export const ended = () => become("over");
export const replaced = () => become("theirs");

export function signInLink() {
  const link = document.createElement("a");
  Object.assign(link, { href: body.dataset.signIn, target: "_blank", rel: "opener", textContent: "重新登录", className: "btn btn-link" });
  return link;
}

// Signing in again changes the token; every form of the page takes the new one.
export function adopt(token) {
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
}

// True where the session lives and is this person's. What the network says in between changes nothing.
export function ask() {
  if (!asked) asked = whoIsThere().finally(() => { asked = null; });
  return asked;
}

async function whoIsThere() {
  try {
    const answer = await fetch(body.dataset.sessionPing, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status === 401) ended();
    if (!answer.ok) return false;
    const { person, token } = await answer.json();
    if (String(person) !== body.dataset.person) {
      replaced();
      return false;
    }
    adopt(token);
    become("ours");
    return true;
  } catch (error) {
    return false;
  }
}

// On the page on which signing in again ends: tell the tabs that wait, and go out of the way.
export function announce() {
  try {
    localStorage.setItem(NEWS, String(Date.now()));
  } catch (error) {
    // A browser that keeps nothing: the other tab asks as soon as it is looked at.
  }
  if (window.BroadcastChannel) new BroadcastChannel(NEWS).postMessage("");
  window.close();
}

if (body.dataset.person) {
  const again = () => { if (isAway()) ask(); };
  window.addEventListener("storage", (event) => { if (event.key === NEWS) ask(); });
  if (window.BroadcastChannel) new BroadcastChannel(NEWS).onmessage = ask;
  ["focus", "online"].forEach((name) => window.addEventListener(name, again));
  document.addEventListener("visibilitychange", again);
}
