// Small helpers, each bound to one data-attribute.

export function focusErrors() {
  const summary = document.querySelector("[data-focus]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// On a phone the list itself comes first; without scripts the filters stay open.
export function foldFilters() {
  if (!window.matchMedia("(max-width: 39.99em)").matches) return;
  document.querySelectorAll("[data-fold]").forEach((fold) => { fold.open = false; });
}

export function printButtons() {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });
}

export function copyButtons() {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const box = button.parentElement;
    const source = box.querySelector("[data-copy-source]");
    button.addEventListener("click", () => {
      // The clipboard object is missing on plain http, where the old way still works.
      source.select();
      const copied = document.execCommand("copy");
      box.querySelector("[data-copy-done]").textContent = copied ? "已复制" : "没有复制成功，请按Ctrl+C";
    });
  });
}

export function showPasswords() {
  document.querySelectorAll("[data-show-password]").forEach((button) => {
    const input = document.getElementById(button.dataset.showPassword);
    button.hidden = false;
    button.addEventListener("click", () => {
      const hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      button.textContent = hidden ? "隐藏密码" : "显示密码";
      input.focus();
    });
  });
}

export function guardForms(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = "";
  });
}

export function submitOnce(form) {
  // A second click within two seconds is a slip of the hand, not a second wish.
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const now = Date.now();
    if (now - sentAt < 2000) event.preventDefault();
    else sentAt = now;
  });
}

// What a worker is at: the page asks every few seconds until there is nothing left to wait for.
export function renew(box) {
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-renew]");
      if (!answer.ok || !fresh) {
        location.reload();
        return;
      }
      ["[role=status]", "progress"].forEach((part) => box.querySelector(part).replaceWith(fresh.querySelector(part)));
    } catch {
      // Off the network for a moment: the next time will tell.
    }
    setTimeout(ask, 3000);
  };
  setTimeout(ask, 3000);
}

// "/" leads to the search box, as long as nobody is writing.
export function findBySlash() {
  const box = document.querySelector("[data-find]");
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || writes || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
  });
}

// What moves sideways can be reached and moved by the keyboard; what fits is no stop.
export function reachScrolls() {
  const boxes = document.querySelectorAll(".scroll:not([tabindex])");
  const look = () => boxes.forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  window.addEventListener("resize", look);
  look();
}
