// Saves a form, or each part of one, while it is being filled in. One request of a part is under way at a time; the
// newest state waits behind it. Whatever the server or the network does, the text stays on the screen and on the device.
import { draftsOf } from "./drafts.js";
import { body, brought, characters, isProse, prefixOf, read, same, sameValue, write } from "./fields.js";
import { alsoChanged, button, conflict, recovery, timeOfDay } from "./panel.js";
import * as signIn from "./sign_in.js";
import { statusLine } from "./status_line.js";

const PAUSE = 1500;
const PATIENCE = 20000;
const RETRIES = [5000, 10000, 20000, 40000, 60000];
const UNREACHABLE = [502, 503, 504];
const { person } = document.body.dataset;

export function autosave() {
  const box = document.querySelector("[data-autosave-box]");
  const marked = document.querySelectorAll("[data-autosave]");
  if (!box || !marked.length) return;
  const tell = statusLine(box);
  const parts = Array.from(marked, (part) => savePart(part, (...words) => tell(part, ...words)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") parts.forEach((part) => part.save(true));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    parts.forEach((part) => part.save());
  });
  window.addEventListener("beforeunload", (event) => {
    if (!parts.some((part) => part.isAtRisk())) return;
    event.preventDefault();
    event.returnValue = "";
  });
  new Set(parts.map((part) => part.form)).forEach((form) => flushFirst(form, parts.filter((part) => part.form === form)));
}

// The explicit button first brings the drafts home, so that the copies on the device can go. It says whose page it was.
function flushFirst(form, parts) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "person", value: person });
  form.append(field);
  let flushed = false;
  form.addEventListener("submit", (event) => {
    if (signIn.isReplaced()) { event.preventDefault(); return; }
    if (flushed || parts.some((part) => part.isPaused()) || !parts.some((part) => part.isChanged())) return;
    event.preventDefault();
    const pressed = event.submitter;
    const wait = new Promise((resolve) => { setTimeout(resolve, 3000); });
    Promise.race([Promise.all(parts.map((part) => part.save())), wait]).then(() => {
      if (signIn.isReplaced() || parts.some((part) => part.isPaused())) return;
      flushed = true;
      form.requestSubmit(pressed || undefined);
      flushed = false;
    });
  });
}

function savePart(part, tell) {
  const form = part.closest("form");
  const drafts = draftsOf(part.dataset.draft || location.pathname);
  // Offers and conflicts stand above the first field; the indicator may sit in the bar under the thumb.
  const extra = document.createElement("div");
  part.prepend(extra);
  let version = part.dataset.version || "0";
  let saved = brought(part);
  let sent = null;
  let underWay = null;
  let failures = 0;
  let timer = 0;
  let paused = false;
  let onDevice = true;
  let hasNewToken = false;
  let waits = false;

  const isChanged = () => !same(read(part), saved);
  const retry = () => button("重试", () => save(), "btn btn-link");

  function kept() {
    if (!onDevice) return "内容还在页面上，请不要关闭页面";
    const count = characters(part, read(part));
    return count ? `已存在本机（${count}字）` : "已存在本机";
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function save(leaving = false) {
    clearTimeout(timer);
    if (paused || underWay || !isChanged()) return underWay || Promise.resolve();
    if (signIn.isAway()) { wait(); return Promise.resolve(); }
    underWay = send(leaving === true).finally(() => {
      underWay = null;
      if (!failures && !paused && !signIn.isAway() && isChanged()) later(0);
    });
    return underWay;
  }

  async function send(leaving) {
    sent = read(part);
    const data = body(part);
    data.set("base_version", version);
    data.set("person", person);
    tell("busy", "", "正在保存…");
    const patience = new AbortController();
    const stop = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(part.dataset.autosave, {
        method: "POST", body: data, credentials: "same-origin", keepalive: leaving, signal: patience.signal,
        headers: { Accept: "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      settle(answer.redirected ? 401 : answer.status, isJson ? await answer.json() : {});
    } catch (error) {
      cutOff();
    } finally {
      clearTimeout(stop);
    }
  }

  function settle(status, answer) {
    if (status === 200 && answer.version !== undefined) succeed(answer);
    else if (status === 409 && answer.conflict) disagree(answer.conflict);
    else if (status === 401) signIn.ended();
    else if (status === 410) signIn.replaced();
    else if (status === 403 && answer.token && !hasNewToken) adopt(answer.token);
    else if (status === 422 && Array.isArray(answer.errors)) fail("failed", "octagon", answer.errors[0], retry());
    else if (UNREACHABLE.includes(status)) cutOff();
    else refuse(status === 403 && !answer.token ? "您现在不能修改这份材料" : "没有保存成功");
  }

  function succeed(answer) {
    version = String(answer.version);
    part.querySelectorAll(`[name="${prefixOf(part)}base_version"]`).forEach((field) => { field.value = version; });
    saved = sent;
    failures = 0;
    hasNewToken = false;
    if (!isChanged()) drafts.drop();
    tell("done", "tick", `${timeOfDay(answer.saved_at)}已保存到服务器`);
  }

  function fail(kind, shape, text, ...actions) {
    tell(kind, shape, text, ...actions);
    later(RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
  }

  // Without network nobody can do anything; a server that does not answer is somebody else's to mend.
  function cutOff() {
    if (navigator.onLine === false) fail("local", "triangle", `没有网络，${kept()}，有网络后自动保存`);
    else fail("local", "triangle", `连不上服务器，${kept()}，系统会自动再试`, retry());
  }

  // A page of somebody who may not write here may be the page of somebody who signed in since.
  function refuse(words) {
    fail("failed", "octagon", `${words}，${kept()}`, retry());
    signIn.ask();
  }

  function wait() {
    clearTimeout(timer);
    waits = true;
    if (signIn.isReplaced()) {
      const where = isChanged() ? `，${kept()}` : "";
      tell("failed", "octagon", `${signIn.REPLACED}${where}，请原来的人重新登录后回到这一页`);
    } else tell("local", "triangle", `${signIn.EXPIRED}，${kept()}`, signIn.signInLink());
  }

  signIn.watch(() => {
    if (paused) return;
    if (signIn.isAway()) { if (isChanged() || signIn.isReplaced()) wait(); return; }
    if (waits) tell("done", "", "");
    waits = false;
    failures = 0;
    hasNewToken = false;
    later(0);
  });

  function adopt(token) {
    signIn.adopt(token);
    hasNewToken = true;
    failures = failures || 1;
    later(0);
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
      if (isChanged()) save();
      else tell("done", "tick", "已保存到服务器");
    };
    // Our own save whose answer got lost looks like somebody else's: same words, nothing to ask.
    if (!names.length) { go(); return; }
    paused = true;
    failures = 0;
    tell("failed", "octagon", `${alsoChanged(other)}，${kept()}，请在上面选择`);
    extra.textContent = "";
    extra.append(conflict(part, theirs, other, names, read(part), {
      useMine: go,
      useTheirs: () => { drafts.putAside({ at: new Date().toISOString(), values: read(part) }); write(part, theirs); go(); },
      merge: () => { write(part, merged(names, theirs)); go(); },
    }));
    extra.scrollIntoView({ block: "center" });
  }

  function merged(names, theirs) {
    const mine = read(part);
    const both = {};
    names.forEach((name) => {
      both[name] = isProse(part, name) ? [`${mine[name][0]}\n${theirs[name][0] || ""}`] : mine[name];
    });
    return both;
  }

  function offer() {
    const draft = drafts.lastAside();
    extra.textContent = "";
    if (!draft) return;
    const done = () => { drafts.dropLastAside(); offer(); };
    extra.append(recovery(part, draft, characters(part, draft.values), {
      restore: () => { drafts.dropLastAside(); write(part, draft.values); offer(); save(); },
      discard: done,
    }));
  }

  part.addEventListener("input", () => {
    onDevice = drafts.keep(read(part));
    if (!failures || paused) later(PAUSE);
  });
  part.addEventListener("change", () => { onDevice = drafts.keep(read(part)); later(0); });
  window.addEventListener("online", () => later(0));
  window.addEventListener("focus", () => { if (failures) later(0); });

  const left = drafts.current();
  if (left && !same(left.values, saved)) drafts.putAside(left);
  if (left) drafts.drop();
  if (document.querySelector(".errors")) drafts.keep(read(part));
  offer();
  if (isChanged()) { onDevice = drafts.keep(read(part)); later(PAUSE); }
  return { form, save, isChanged, isPaused: () => paused, isAtRisk: () => !onDevice && isChanged() };
}
