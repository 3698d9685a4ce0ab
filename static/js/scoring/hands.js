// A device changes hands: pages and whatever the server has of the one before go, his unsent work stays and waits for him.
import { mark } from "./device.js";
import { dropAllBut } from "./packs.js";
import * as store from "./store.js";

export async function takeAway(person) {
  await dropAllBut(person);
  await Promise.all(store.people().filter((one) => one !== person).map(store.clearTaken));
}

const draftsOf = (person) => Object.keys(localStorage).filter((key) => key.startsWith(`draft:${person}:`));

// Copies of other forms that never reached the server, each with the page where it is offered again.
export function drafts(person) {
  return draftsOf(person).map((key) => {
    const kept = JSON.parse(localStorage.getItem(key)) || {};
    const last = Array.isArray(kept) ? kept[kept.length - 1] : kept;
    return { key, at: last.at, path: key.slice(`draft:${person}:`.length).replace(/:older$/, "") };
  });
}

// Signing out: nothing of this person stays on the device.
export async function wipe(person) {
  await mark("");
  await dropAllBut("");
  draftsOf(person).forEach((key) => localStorage.removeItem(key));
  localStorage.removeItem("device-person");
  // Another window may hold the database open; its rows are gone by then, and the name goes when that window closes.
  const patience = new Promise((resolve) => { setTimeout(resolve, 2000); });
  await Promise.race([store.remove(person), patience]);
}
