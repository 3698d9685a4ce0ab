// Saves a form while it is being filled in. One request is under way at a time; the newest state waits behind it.
// Whatever the server or the network does, the text stays on the screen and on the device.
import * as drafts from "./drafts.js";
import { body, characters, read, same, sameValue, write } from "./fields.js";
import { button, conflict, recovery, timeOfDay } from "./panel.js";

const PAUSE = 1500;
const PATIENCE = 20000;
const RETRIES = [5000, 10000, 20000, 40000, 60000];

export function autosave(form) {
  const box = document.querySelector("[data-autosave-box]");
  if (!box) return;
  const line = box.querySelector("[data-autosave-status]");
  // Offers and conflicts stand above the first field; the indicator may sit in the bar under the thumb.
  const extra = document.createElement("div");
  form.prepend(extra);
  let version = form.dataset.version || "0";
  let saved = read(form);
  let sent = null;
  let underWay = null;
  let failures = 0;
  let timer = 0;
  let paused = false;
  let onDevice = true;
  box.hidden = false;

  function tell(kind, shape, text, ...actions) {
    const icon = shape ? `<svg class="icon" aria-hidden="true" focusable="false"><use href="${box.dataset.icons}#${shape}"></use></svg>` : "";
    line.className = `autosave-line autosave-${kind}`;
    line.innerHTML = icon;
    line.append(text, ...actions);
  }

  const kept = () => (onDevice ? `已存在本机（${characters(read(form))}字）` : "内容还在页面上，请不要关闭页面");
  const retry = () => button("重试", () => save(), "btn btn-link");
  const changed = () => !same(read(form), saved);

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function save(leaving = false) {
    clearTimeout(timer);
    if (paused || underWay || !changed()) return underWay || Promise.resolve();
    underWay = send(leaving === true).finally(() => {
      underWay = null;
      if (!failures && !paused && changed()) later(0);
    });
    return underWay;
  }

  async function send(leaving) {
    sent = read(form);
    const data = body(form);
    data.set("base_version", version);
    tell("busy", "", "正在保存…");
    const patience = new AbortController();
    const stop = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: data, credentials: "same-origin", keepalive: leaving, signal: patience.signal,
        headers: { Accept: "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      settle(answer.redirected ? 401 : answer.status, isJson ? await answer.json() : {});
    } catch (error) {
      fail("local", "triangle", `没有网络，${kept()}`);
    } finally {
      clearTimeout(stop);
    }
  }

  function settle(status, answer) {
    if (status === 200 && answer.version !== undefined) succeed(answer);
    else if (status === 409 && answer.conflict) disagree(answer.conflict);
    else if (status === 401) fail("failed", "octagon", `登录已过期，${kept()}`, loginLink(answer.login));
    else if (status === 403 && answer.token) adopt(answer.token);
    else if (status === 422 && Array.isArray(answer.errors)) fail("failed", "octagon", answer.errors[0], retry());
    else if (status === 403) fail("failed", "octagon", `您现在不能修改这份材料，${kept()}`, retry());
    else fail("failed", "octagon", `没有保存成功，${kept()}`, retry());
  }

  function succeed(answer) {
    version = String(answer.version);
    form.querySelectorAll("[name=base_version]").forEach((field) => { field.value = version; });
    saved = sent;
    failures = 0;
    if (!changed()) drafts.drop();
    tell("done", "tick", `${timeOfDay(answer.saved_at)}已保存到服务器`);
  }

  function fail(kind, shape, text, ...actions) {
    tell(kind, shape, text, ...actions);
    later(RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
  }

  function loginLink(address) {
    const link = document.createElement("a");
    Object.assign(link, { href: address || "/login/", target: "_blank", rel: "opener", textContent: "重新登录", className: "btn btn-link" });
    return link;
  }

  // Signing in again changes the token; every form of the page takes the new one.
  function adopt(token) {
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    if (failures) {
      fail("failed", "octagon", `没有保存成功，${kept()}`, retry());
    } else {
      failures = 1;
      later(0);
    }
  }

  function disagree(other) {
    const theirs = {};
    Object.keys(other.fields).forEach((name) => { theirs[name] = [].concat(other.fields[name]).map(String); });
    const names = Object.keys(theirs).filter((name) => !sameValue(theirs[name], sent[name]));
    const go = () => {
      version = String(other.version);
      paused = false;
      extra.textContent = "";
      saved = { ...saved, ...theirs };
      failures = 0;
      if (changed()) save();
      else tell("done", "tick", "已保存到服务器");
    };
    // Our own save whose answer got lost looks like somebody else's: same words, nothing to ask.
    if (!names.length) { go(); return; }
    paused = true;
    failures = 0;
    tell("failed", "octagon", `${other.who}也改了这里，${kept()}，请在表的上方选择`);
    extra.textContent = "";
    extra.append(conflict(form, theirs, other.who, other.at, names, read(form), {
      useMine: go,
      useTheirs: () => { drafts.putAside({ at: new Date().toISOString(), values: read(form) }); write(form, theirs); go(); },
      merge: () => { write(form, merged(names, theirs)); go(); },
    }));
    extra.scrollIntoView({ block: "center" });
  }

  function merged(names, theirs) {
    const mine = read(form);
    const both = {};
    names.forEach((name) => {
      const field = form.elements[name];
      both[name] = field && field.tagName === "TEXTAREA" ? [`${mine[name][0]}\n${theirs[name][0] || ""}`] : mine[name];
    });
    return both;
  }

  function offer() {
    const draft = drafts.lastAside();
    extra.textContent = "";
    if (!draft) return;
    const done = () => { drafts.dropLastAside(); offer(); };
    extra.append(recovery(form, draft, characters(draft.values), {
      restore: () => { drafts.dropLastAside(); write(form, draft.values); offer(); save(); },
      discard: done,
    }));
  }

  form.addEventListener("input", () => {
    onDevice = drafts.keep(read(form));
    if (!failures || paused) later(PAUSE);
  });
  form.addEventListener("change", () => { onDevice = drafts.keep(read(form)); later(0); });
  window.addEventListener("online", () => later(0));
  window.addEventListener("focus", () => { if (failures) later(0); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); }
  });
  window.addEventListener("beforeunload", (event) => {
    if (onDevice || !changed()) return;
    event.preventDefault();
    event.returnValue = "";
  });

  // The explicit button first brings the draft home, so that the copy on the device can go.
  let flushed = false;
  form.addEventListener("submit", (event) => {
    if (flushed || paused || !changed()) return;
    event.preventDefault();
    const pressed = event.submitter;
    const wait = new Promise((resolve) => { setTimeout(resolve, 3000); });
    Promise.race([save(), wait]).then(() => {
      if (paused) return;
      flushed = true;
      form.requestSubmit(pressed || undefined);
      flushed = false;
    });
  });

  const left = drafts.current();
  if (left && !same(left.values, saved)) drafts.putAside(left);
  if (left) drafts.drop();
  if (document.querySelector(".errors")) drafts.keep(read(form));
  offer();
}
