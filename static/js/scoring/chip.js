// The chip says in a word what has reached the server, and opens the list of what has not, with what can be done.
import { chooser, takeIn, takeOut } from "./backup.js";
import { button, element, icon, line } from "./parts.js";
import { network, send } from "./sender.js";
import { signInLink } from "../sign_in.js";
import * as store from "./store.js";

const NETWORK = {
  offline: "没有网络。评分存在本机，联网后自动上传。",
  server: "服务器没有回应。评分存在本机，稍后自动再传。",
  "signed-out": "登录已过期。评分存在本机，重新登录后自动上传。",
  "somebody-else": "这台设备上现在登录的是别人。评分存在本机，等您本人登录后上传。",
};

export const state = (rows) => {
  const open = rows.filter((row) => row.state === "waiting").length;
  const choose = rows.filter((row) => row.state === "conflict").length;
  const down = rows.length - open - choose;
  const wait = open ? `待传${open}` : "";
  if (down) return ["stop", "octagon", `有${down}项没有收下`];
  if (choose) return ["look", "triangle", `${choose}项待选`];
  if (network() === "signed-out") return ["look", "triangle", ["登录已过期", wait].filter(Boolean).join("·")];
  if (network() === "offline") return ["look", "triangle", ["断网", wait].filter(Boolean).join("·")];
  return wait ? ["look", "triangle", wait] : ["done", "tick", "已上传"];
};

// What became of the last file that was brought in; the list around it is drawn anew all the time.
let brought = "";

function calm(rows) {
  if (!rows.length) return "本机的评分都已上传。";
  return rows.some((row) => row.state === "waiting") ? "正在上传。" : "下面的内容还没有上传，都存在本机。";
}

// What the server does not take can be given up, by pressing twice.
function dropping(act) {
  let isSure = false;
  const made = button("不要了", "btn-link", () => {
    if (isSure) act();
    isSure = true;
    made.textContent = "确定不要了";
  });
  return made;
}

// Sentence, list and buttons: the same in the chip, on the list of branches and wherever else something waits.
export function whatWaits(person, rows, only, after) {
  const told = element("p", "", NETWORK[network()] || calm(rows));
  told.setAttribute("role", "status");
  const again = async () => { await store.tryAgain(person); await send(person); after(); };
  const one = (row) => {
    const made = line(row, { isAlone: Boolean(only) });
    if (row.state === "refused" || row.state === "gone") made.append(dropping(() => store.discard(person, row).then(after)));
    return made;
  };
  const actions = element("div", "actions");
  if (rows.length) {
    actions.append(button("立即上传", "btn-secondary", again));
    actions.append(button("导出备份文件", "btn-secondary", () => takeOut(person, only)));
  }
  actions.append(button("导入备份", "btn-link", () => chooser(async (file) => {
    brought = await takeIn(person, file, only);
    await again();
  })));
  if (network() === "signed-out") actions.prepend(signInLink());
  const became = element("p", "hint", brought);
  became.dataset.brought = "";
  became.setAttribute("aria-live", "polite");
  return [told, ...(rows.length ? [element("ul", "waits", ...rows.map(one))] : []), actions, became];
}

export function chip(box, person, only) {
  const summary = element("summary", "tag");
  const list = element("div", "chip-list");
  const details = element("details", "chip", summary, list);
  details.addEventListener("keydown", (event) => { if (event.key === "Escape") details.open = false; });
  details.addEventListener("toggle", () => { if (!details.open) brought = ""; });
  list.addEventListener("click", (event) => { if (event.target.closest("a[href*='#']")) details.open = false; });
  const show = async (isAsked = false) => {
    const rows = await store.unsent(person, only);
    const [tone, shape, words] = state(rows);
    summary.className = `tag tag-${tone}`;
    summary.textContent = "";
    summary.append(icon(shape), words);
    // Not before it has something to say.
    if (!details.isConnected) {
      box.textContent = "";
      box.append(details);
    }
    // Not under the finger of somebody who is about to press something in it.
    if (isAsked || !list.contains(document.activeElement)) {
      list.textContent = "";
      list.append(...whatWaits(person, rows, only, () => show(true)));
    }
    return rows;
  };
  return show;
}
