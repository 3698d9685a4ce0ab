// Binds every improvement to the elements that ask for it by a data-attribute. Pages work without any of this.
import { countCharacters } from "./counter.js";
import { autosave } from "./autosave.js";
import { countPicks } from "./picks.js";
import { arrive, signOut, tellOfOthers } from "./scoring/device.js";
import { keepSession } from "./session.js";
import { announce } from "./sign_in.js";
import { copyButtons, findBySlash, focusErrors, foldFilters, guardForms, printButtons, reachScrolls, renew, showPasswords, submitOnce } from "./small.js";

document.documentElement.classList.add("js");
if (document.body.dataset.session) keepSession(document.body);
if (document.querySelector("[data-signed-in]")) announce();
focusErrors();
foldFilters();
printButtons();
reachScrolls();
copyButtons();
findBySlash();
showPasswords();
document.querySelectorAll("textarea[data-limit]").forEach(countCharacters);
autosave();
document.querySelectorAll("form[data-guard]").forEach(guardForms);
document.querySelectorAll("form[data-picks]").forEach(countPicks);
document.querySelectorAll("[data-renew]").forEach(renew);
// Without network neither can be loaded, nor would it be of use.
const takingFiles = document.querySelectorAll("input[data-upload]");
if (takingFiles.length) import("./uploads/field.js").then(({ uploads }) => takingFiles.forEach(uploads), () => {});
const arrivals = document.querySelector("[data-waits]");
if (arrivals) import("./uploads/arrivals.js").then(({ wait }) => wait(arrivals), () => {});
document.querySelectorAll("form[method=post]").forEach(submitOnce);
if (document.body.dataset.person) {
  const held = arrive(document.body).catch(() => {});
  // Loaded only where it is asked for, and not before the device is known to be this person's.
  document.querySelectorAll("form[data-scoring]").forEach((form) => held.then(() => import("./scoring/page.js")).then(({ scoring }) => scoring(form)));
  document.querySelectorAll("[data-ready]").forEach((box) => held.then(() => import("./scoring/ready.js")).then(({ ready }) => ready(box)));
  document.querySelectorAll("[data-prepared]").forEach((line) => held.then(() => import("./scoring/prepared.js")).then(({ sayPrepared }) => sayPrepared(line)).catch(() => {}));
  document.querySelectorAll("[data-others]").forEach(tellOfOthers);
  document.querySelectorAll("form[data-sign-out]").forEach(signOut);
}
