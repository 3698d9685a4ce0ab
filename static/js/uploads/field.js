// A file field that sends what is chosen at once, one file after the other. Each has a row of its own until it is kept.
import { newOp } from "../op.js";
import { adopt } from "../sign_in.js";
import { objection } from "./checks.js";
import { prepared } from "./picture.js";
import { row } from "./row.js";
import { send } from "./send.js";

const WORDS = {
  offline: "没有网络，没有传上去。",
  unreachable: "连不上服务器，没有传上去。",
  expired: "登录已过期，没有传上去。请重新登录，再点“再传一次”。",
  forbidden: "您现在不能在这里上传，请刷新页面看看。",
  failed: "服务器出了问题，没有传上去。请稍后再传一次。",
};

export function uploads(input) {
  const form = input.form;
  const field = input.closest(".field") || input.parentElement;
  const list = document.createElement("ul");
  list.className = "uploads";
  list.setAttribute("aria-label", "正在上传的文件");
  // The browser's own control would go on saying that nothing is chosen.
  const choose = document.createElement("label");
  choose.className = "btn btn-secondary uploads-choose";
  choose.htmlFor = input.id;
  choose.textContent = input.dataset.uploadButton || (input.accept.startsWith("image/") ? "拍照或选择照片" : "选择文件");
  input.className = "visually-hidden";
  input.insertAdjacentElement("afterend", choose);
  choose.insertAdjacentElement("afterend", list);
  const waiting = [];
  let unfinished = 0;
  let busy = false;
  input.removeAttribute("required");
  if (input.dataset.uploadMany !== undefined) input.multiple = true;
  document.querySelectorAll(`[data-without-uploads="${input.id}"]`).forEach((one) => { one.hidden = true; });

  const shown = () => document.querySelector(input.dataset.uploadShows || "[data-nothing-shows-it]");
  // How many more may be added, where there is a limit: the list says it, less what is on its way.
  const room = () => {
    const box = shown();
    return box && box.dataset.room ? Number(box.dataset.room) - unfinished : Infinity;
  };

  const offer = () => { input.hidden = choose.hidden = room() + unfinished < 1; };

  function add(file) {
    const one = row(file);
    list.append(one.element);
    const against = objection(file, input.dataset, input.accept) || (room() < 1 ? "没有上传：这里已经放满了，请先移除一个。" : "");
    if (against) {
      one.fail(against, { dismiss: one.remove });
      return;
    }
    unfinished += 1;
    const job = { file, row: one, op: newOp(), ready: null, sending: null, stopped: false };
    one.wait({ cancel: () => cancel(job) });
    waiting.push(job);
    next();
  }

  async function next() {
    if (busy || !waiting.length) return;
    busy = true;
    await upload(waiting.shift());
    busy = false;
    next();
  }

  function cancel(job) {
    job.stopped = true;
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    if (job.sending) job.sending.stop();
    unfinished -= 1;
    job.row.remove();
  }

  async function upload(job) {
    if (!job.ready) {
      job.ready = await prepared(job.file);
      job.row.draw(job.ready);
    }
    if (job.stopped) return;
    const against = objection(job.ready.file, input.dataset, input.accept, true);
    const outcome = against ? { kind: "refused", text: against } : await sent(job);
    if (!job.stopped) settle(job, outcome);
  }

  async function sent(job) {
    const data = new FormData();
    data.append(input.name || input.dataset.uploadName, job.ready.file, job.ready.file.name);
    data.append("op", job.op);
    data.append("person", document.body.dataset.person || "");
    job.sending = send(input.dataset.upload || form.action, data, job.row.progress);
    const outcome = await job.sending.done;
    if (outcome.kind !== "token") return outcome;
    adopt(outcome.token);
    job.sending = send(input.dataset.upload || form.action, data, job.row.progress);
    return job.sending.done;
  }

  function settle(job, outcome) {
    unfinished -= 1;
    if (outcome.kind === "kept") {
      job.row.finish();
      if (input.dataset.uploadOn) window.location.assign(input.dataset.uploadOn);
      else renewed();
      return;
    }
    const isWaiting = ["offline", "unreachable", "expired"].includes(outcome.kind) && takenUp(job);
    if (isWaiting) {
      isWaiting.then(job.row.remove, () => job.row.fail(WORDS[outcome.kind], { again, dismiss: job.row.remove }));
      return;
    }
    function again() {
      unfinished += 1;
      job.row.wait({ cancel: () => cancel(job) });
      waiting.push(job);
      next();
    }
    job.row.fail(outcome.text || WORDS[outcome.kind] || WORDS.failed, { again, dismiss: job.row.remove, login: outcome.login });
  }

  // A page that keeps things on the device may take the file up and send it later: then it says when it has it.
  function takenUp(job) {
    const detail = {
      file: job.ready.file, name: input.name || input.dataset.uploadName, op: job.op, address: input.dataset.upload, kept: null,
    };
    input.dispatchEvent(new CustomEvent("upload-waits", { bubbles: true, detail }));
    return detail.kept;
  }

  // The list of what is kept, as the server now shows it; what is typed around it stays.
  async function renewed() {
    if (!shown()) return;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(input.dataset.uploadShows);
      if (!answer.ok || !fresh) return;
      shown().replaceWith(fresh);
      offer();
    } catch (error) {
      // Off the network for a moment: the row says that the file is kept.
    }
  }

  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = input.closest("[data-scoring]") ? "没有网络，照片先存在本机，联网后自动上传。" : "现在没有网络，要等有网络时才能上传。";
  const online = () => { hint.hidden = navigator.onLine; };
  list.before(hint);
  online();
  window.addEventListener("online", online);
  window.addEventListener("offline", online);
  const take = () => {
    const files = Array.from(input.files);
    input.value = "";
    files.forEach(add);
  };
  input.addEventListener("change", take);
  window.addEventListener("beforeunload", (event) => {
    if (!unfinished) return;
    event.preventDefault();
    event.returnValue = "";
  });
  offer();
  // What was chosen before this was loaded.
  take();
}
