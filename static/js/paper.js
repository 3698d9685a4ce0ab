// A page that is nothing but paper: its print button, which only scripts can press.
import { printButtons } from "./small.js";

document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
printButtons();
