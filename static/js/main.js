// Binds every improvement to the elements that ask for it by a data-attribute. Pages work without any of this.
import { countCharacters } from "./counter.js";
import { autosave } from "./autosave.js";
import { keepSession } from "./session.js";
import { copyButtons, focusErrors, foldFilters, guardForms, printButtons, renew, showPasswords, submitOnce } from "./small.js";

document.documentElement.classList.add("js");
if (document.body.dataset.session) keepSession(document.body);
focusErrors();
foldFilters();
printButtons();
copyButtons();
showPasswords();
document.querySelectorAll("textarea[data-limit]").forEach(countCharacters);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("form[data-guard]").forEach(guardForms);
document.querySelectorAll("[data-renew]").forEach(renew);
document.querySelectorAll("form[method=post]").forEach(submitOnce);
