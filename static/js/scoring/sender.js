// Brings what waits on the device to the server, in order, whichever window is open. One sender at a time where the browser
// has locks; where it has none, the number of each save makes a second one harmless.
import * as signIn from "../sign_in.js";
import { lists } from "./fields.js";
import { sendPhotos } from "./photos.js";
import * as store from "./store.js";

const PATIENCE = 20000;
const PAUSES = [5000, 10000, 20000, 40000, 60000];
const GONE = "您已不能评这个支部，内容存在本机，可以导出。";

const here = { network: "", failures: 0, timer: 0, running: null, again: false, listeners: [] };

export const listen = (act) => here.listeners.push(act);
// "" while all is well, "offline", "server" (it answers, but badly), "signed-out", "somebody-else".
export const network = () => here.network;

function tell() {
  here.listeners.forEach((act) => act());
}

// Each page of somebody who is signed in has a form with a token, and each form takes the newest.
const token = () => (document.querySelector("[name=csrfmiddlewaretoken]") || { value: "" }).value;

export function send(person) {
  clearTimeout(here.timer);
  if (here.running) { here.again = true; return here.running; }
  const work = () => empty(person);
  const once = navigator.locks ? () => navigator.locks.request(`scoring-${person}`, work) : work;
  here.running = once().catch(() => { here.network = "offline"; }).then(() => {
    here.running = null;
    if (here.again && !here.network) { here.again = false; return send(person); }
    here.again = false;
    later(person);
    tell();
    return undefined;
  });
  return here.running;
}

async function later(person) {
  const left = (await store.unsent(person)).some((row) => row.state === "waiting");
  if (!here.network || !left) { here.failures = 0; return; }
  clearTimeout(here.timer);
  here.timer = setTimeout(() => send(person), PAUSES[Math.min(here.failures, PAUSES.length - 1)]);
  here.failures += 1;
}

async function empty(person) {
  // Each row is tried once a round, so that one that is turned down does not keep the others waiting.
  for (;;) {
    const [row] = (await store.unsent(person)).filter((one) => one.state === "waiting");
    if (!row) { here.network = ""; return; }
    const owner = localStorage.getItem("device-person");
    if (owner !== String(person)) { here.network = owner ? "somebody-else" : "signed-out"; return; }
    // Photographs come last in the list: by then everything that was scored has gone.
    if (row.file) { here.network = await sendPhotos(person); return; }
    const key = [row.case, row.part];
    const save = await store.nextSave(person, key);
    if (!save) continue;
    here.network = await settle(person, key, save, await post(person, save, true));
    tell();
    if (here.network) return;
  }
}

async function post(person, row, mayAdopt) {
  const body = new URLSearchParams({ person: String(person), op: row.sent.op, part: row.part, base_version: String(row.sent.base) });
  Object.entries(lists(row.sent.fields)).forEach(([name, list]) => {
    if (list.length) list.forEach((value) => body.append(name, value));
    else body.append(name, "");
  });
  const patience = new AbortController();
  const stop = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(row.save, {
      method: "POST", body, credentials: "same-origin", signal: patience.signal,
      headers: { Accept: "application/json", "X-CSRFToken": token() },
    });
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const told = isJson ? await answer.json() : {};
    if (answer.status === 403 && told.token && mayAdopt) {
      signIn.adopt(told.token);
      return post(person, row, false);
    }
    return { status: answer.redirected ? 401 : answer.status, told };
  } catch (error) {
    return { status: 0, told: {} };
  } finally {
    clearTimeout(stop);
  }
}

// What keeps the next row from being tried, or "".
async function settle(person, key, row, { status, told }) {
  const down = (state, more) => store.turnedDown(person, key, state, more);
  if (status === 0) return "offline";
  if (status === 401) { signIn.ended(); return "signed-out"; }
  // Somebody else may sit here now: then nothing is wrong with what was sent.
  if (status === 410 && !await signIn.ask()) return signIn.isReplaced() ? "somebody-else" : "offline";
  if (status === 200 && told.version !== undefined) await store.taken(person, key, row.sent.op, told.version);
  else if (status === 409 && told.conflict) await down("conflict", { conflict: told.conflict });
  else if (status === 422) await down("refused", { reason: (told.errors || [])[0] || "服务器没有收下这一项。" });
  else if (status === 410) await down("gone", { reason: told.refused || GONE });
  else if (status === 404 || (status === 403 && !told.token)) await down("gone", { reason: GONE });
  else return "server";
  return "";
}

// Whatever may have changed something is a reason to try again at once.
export function tryWheneverPossible(person) {
  const now = () => { here.failures = 0; return send(person); };
  window.addEventListener("online", now);
  window.addEventListener("focus", now);
  window.addEventListener("pageshow", now);
  signIn.watch(() => { if (!signIn.isAway()) now(); });
  window.addEventListener("offline", () => { here.network = "offline"; tell(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") now(); });
  return now();
}
