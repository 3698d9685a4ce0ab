// What one person has scored on this device, in a database of his own: what waits for the server (the newest state of each
// part), what the server has last taken of it, which pages are prepared, photographs. Nothing unsent goes by time.
import { newOp } from "../op.js";
import { deleteDB, openDB } from "../vendor/idb.js";
import { same } from "./fields.js";

const opened = {};
// Other windows of this browser hear of what changed here.
const channel = "BroadcastChannel" in window ? new BroadcastChannel("scoring") : null;

export function listen(person, act) {
  if (channel) channel.addEventListener("message", (event) => { if (event.data === String(person)) act(); });
}

const nameOf = (person) => `scoring-${person}`;

function database(person) {
  if (!opened[person]) {
    opened[person] = openDB(nameOf(person), 1, {
      upgrade(db) {
        listPerson(person);
        db.createObjectStore("queue", { keyPath: ["case", "part"] });
        db.createObjectStore("versions", { keyPath: ["case", "part"] });
        db.createObjectStore("packs", { keyPath: "case" });
        db.createObjectStore("photos", { keyPath: "op" });
      },
      // Another window removes the database, for instance because its person signs out.
      blocking() { forget(person); },
      terminated() { delete opened[person]; },
    });
    opened[person].catch(() => { delete opened[person]; });
  }
  return opened[person];
}

// Not every browser tells which databases it has.
export const people = () => JSON.parse(localStorage.getItem("scoring-people") || "[]");

function listPerson(person, isGone = false) {
  const others = people().filter((one) => one !== String(person));
  const all = isGone ? others : [...others, String(person)];
  if (all.length) localStorage.setItem("scoring-people", JSON.stringify(all));
  else localStorage.removeItem("scoring-people");
}

function forget(person) {
  const held = opened[person];
  delete opened[person];
  if (held) held.then((db) => db.close()).catch(() => {});
}

async function both(person, work) {
  const db = await database(person);
  const tx = db.transaction(["queue", "versions"], "readwrite");
  const [result] = await Promise.all([work(tx.objectStore("queue"), tx.objectStore("versions")), tx.done]);
  await count(person);
  if (channel) channel.postMessage(String(person));
  return result;
}

// How much is unsent is known without opening any database, by whoever uses this device next: a number and a surname.
async function count(person) {
  const db = await database(person);
  const number = await db.count("queue") + await db.count("photos");
  const key = `unsent:${person}`;
  const surname = surnameOf(document.body.dataset.person === String(person) ? document.body.dataset.name : "");
  const before = JSON.parse(localStorage.getItem(key) || "{}");
  if (number) localStorage.setItem(key, JSON.stringify({ number, surname: surname || before.surname || "" }));
  else localStorage.removeItem(key);
}

const LONG_SURNAMES = /^(欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|夏侯|司徒|长孙|端木)/;

function surnameOf(name) {
  const long = LONG_SURNAMES.exec(name || "");
  return long ? long[0] : Array.from(name || "").slice(0, 1).join("");
}

// Keeps what was just typed. What was sent before and is not answered yet keeps its own number (`sent`): only its answer
// says on which version this one rests.
export function keep(person, item) {
  return both(person, async (queue, versions) => {
    const key = [item.case, item.part];
    const row = await queue.get(key);
    const known = await versions.get(key);
    const now = new Date().toISOString();
    const fresh = { base: Math.max(item.version, known ? known.version : 0), sent: null, since: now, state: "waiting" };
    const kept = { ...fresh, ...row, case: item.case, part: item.part, title: item.title, branch: item.branch,
      save: item.save, told: item.told, fields: item.fields, at: now };
    // A conflict waits for its answer; any other refusal is tried again with what is new.
    if (kept.state !== "conflict") { kept.state = "waiting"; kept.reason = ""; }
    await queue.put(kept);
    return kept;
  });
}

// The save that goes out now: the one whose answer is still owed, or the newest state under a number of its own.
export function nextSave(person, key) {
  return both(person, async (queue) => {
    const row = await queue.get(key);
    if (!row || row.state !== "waiting") return null;
    if (!row.sent) {
      row.sent = { op: newOp(), base: row.base, fields: row.fields };
      await queue.put(row);
    }
    return row;
  });
}

export function taken(person, key, op, version) {
  return both(person, async (queue, versions) => {
    const row = await queue.get(key);
    const known = await versions.get(key);
    if (!row || !row.sent || row.sent.op !== op) return;
    if (!known || known.version <= version) {
      await versions.put({ case: key[0], part: key[1], version, fields: row.sent.fields, at: new Date().toISOString() });
    }
    if (same(row.fields, row.sent.fields)) await queue.delete(key);
    else await queue.put({ ...row, sent: null, base: version });
  });
}

// The server has not taken it and says why; the text stays.
export function turnedDown(person, key, state, told) {
  return both(person, async (queue, versions) => {
    const row = await queue.get(key);
    if (!row) return;
    const theirs = told.conflict;
    const isOwn = theirs && row.sent && same(theirs.fields, row.sent.fields);
    if (isOwn && !same(row.fields, row.sent.fields)) {
      await queue.put({ ...row, sent: null, base: theirs.version });
    } else if (theirs && same(theirs.fields, row.fields)) {
      await versions.put({ case: key[0], part: key[1], version: theirs.version, fields: row.fields, at: theirs.at });
      await queue.delete(key);
    } else {
      await queue.put({ ...row, sent: null, state, reason: told.reason || "", conflict: theirs || null });
    }
  });
}

// The person has chosen between two texts: his own goes on from the version of the other, or gives way to it.
export function settle(person, key, fields) {
  return both(person, async (queue, versions) => {
    const row = await queue.get(key);
    if (!row || !row.conflict) return;
    const { version, fields: theirs, at } = row.conflict;
    if (same(fields, theirs)) {
      await versions.put({ case: key[0], part: key[1], version, fields: theirs, at });
      await queue.delete(key);
    } else {
      await queue.put({ ...row, fields, base: version, sent: null, state: "waiting", conflict: null });
    }
  });
}

export const discard = (person, row) =>
  (row.file ? dropPhoto(person, row.op) : both(person, (queue) => queue.delete([row.case, row.part])));

// What was turned down may be taken by now: a sheet was given back, a place in the team returned.
export async function tryAgain(person) {
  for (const photo of await photos(person)) await keepPhoto(person, { ...photo, state: "waiting", reason: "" });
  await both(person, async (queue) => {
    for (const row of await queue.getAll()) {
      if (row.state === "refused" || row.state === "gone") await queue.put({ ...row, state: "waiting", reason: "" });
    }
  });
}

// A backup comes home: what is newer on this device stays.
export function bringIn(person, rows) {
  return both(person, async (queue) => {
    let brought = 0;
    for (const row of rows) {
      const here = await queue.get([row.case, row.part]);
      if (!here || here.at < row.at) { await queue.put(row); brought += 1; }
    }
    return brought;
  });
}

const inOrder = (rows) => rows.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));

export async function waiting(person, only) {
  const rows = await (await database(person)).getAll("queue");
  return inOrder(rows.filter((row) => !only || row.case === only));
}

export async function lastTaken(person, only) {
  return (await (await database(person)).getAll("versions")).filter((row) => row.case === only);
}

// Everything that has not reached the server: what was scored, then photographs.
export const unsent = async (person, only) => [...await waiting(person, only), ...await photos(person, only)];

export const packs = async (person) => (await database(person)).getAll("packs");
export const keepPack = async (person, pack) => (await database(person)).put("packs", pack);
export const dropPack = async (person, one) => (await database(person)).delete("packs", one);

// Photographs that wait, by the number each was given.
export const photos = async (person, only) =>
  inOrder((await (await database(person)).getAll("photos")).filter((row) => !only || row.case === only));
export async function keepPhoto(person, photo) {
  await (await database(person)).put("photos", photo);
  await count(person);
}

export async function dropPhoto(person, op) {
  await (await database(person)).delete("photos", op);
  await count(person);
}

// Somebody else uses the device now: what the server has goes, what it has not stays.
export async function clearTaken(person) {
  const db = await database(person);
  await Promise.all([db.clear("versions"), db.clear("packs")]);
  if (!await db.count("queue") && !await db.count("photos")) await remove(person);
}

export async function remove(person) {
  const db = await database(person);
  await Promise.all(["queue", "versions", "packs", "photos"].map((name) => db.clear(name)));
  localStorage.removeItem(`unsent:${person}`);
  listPerson(person, true);
  forget(person);
  await deleteDB(nameOf(person));
}
