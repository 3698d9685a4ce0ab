// Signing out with unsent work: it is named, and nothing goes before the person has uploaded, taken or discarded it.
import { takeOut } from "./backup.js";
import { drafts, wipe } from "./hands.js";
import { addressOf, button, clock, element, icon, line } from "./parts.js";
import { network, send } from "./sender.js";
import * as store from "./store.js";

async function unsent(person) {
  const rows = (await store.unsent(person)).map((row) => ({ row: line(row, { isLink: false }), isUndecided: row.state === "conflict", at: addressOf(row) }));
  const others = drafts(person).map((draft) => ({ row: named("没有保存的表单", draft.at, draft.path) }));
  return [...rows, ...others];
}

function named(text, at, path) {
  const name = element("span", "waits-name", text);
  if (path) {
    const link = element("a", "", "打开");
    link.href = path;
    name.append("　", link);
  }
  return element("li", "", name, element("span", "waits-end meta", at ? clock(at) : ""));
}

export async function leave(person, form) {
  const items = await unsent(person);
  const go = async () => { await wipe(person); form.submit(); };
  if (!items.length) { await go(); return; }
  // Only an answer says that there is a network.
  const isOnline = await fetch(document.body.dataset.sessionPing, { headers: { Accept: "application/json" }, credentials: "same-origin" })
    .then(() => true, () => false);
  show(person, items, isOnline, go, () => leave(person, form));
}

function show(person, items, isOnline, go, again) {
  const main = document.querySelector("main");
  const heading = element("h1", "", `本机还有${items.length}项没有上传`);
  heading.tabIndex = -1;
  const stay = button("先不退出", isOnline ? "btn-secondary" : "btn-primary", () => window.location.reload());
  const first = element("div", "actions");
  if (isOnline) first.append(button("继续上传", "btn-primary", async () => { await send(person); again(); }));
  // Uploading does not settle two texts: only the person does, where both stand.
  const undecided = items.find((one) => one.isUndecided);
  if (undecided) {
    const way = element("a", "btn btn-secondary", "先去选一份");
    way.href = undecided.at;
    first.append(way);
  }
  first.append(stay);
  const page = element("section", "", heading, warning(isOnline), first);
  if (isOnline) page.append(withBackup(person, go), discarding(items, go));
  else page.append(element("ul", "waits", ...items.map((one) => one.row)), button("导出备份文件", "btn-secondary", () => takeOut(person)));
  document.body.classList.remove("one-at-a-time");
  main.textContent = "";
  main.append(page);
  const bar = document.querySelector(".bottom-bar");
  if (bar) bar.textContent = "";
  heading.focus();
}

function warning(isOnline) {
  const why = { "signed-out": "登录已过期，请重新登录后上传。", server: "服务器没有收下，请稍后再试。" }[network()] || "";
  const text = isOnline
    ? `${why}退出后，本机上备好的支部和草稿都会清除。`
    : "现在没有网络，不能上传，也不能退出。请锁好手机，有网络后再退出。";
  return element("div", "bar bar-late", icon("triangle"), element("div", "", element("p", "", text)));
}

function withBackup(person, go) {
  const out = button("导出备份文件并退出", "btn-secondary", async () => { await takeOut(person); setTimeout(go, 1000); });
  return element("section", "card-box", element("h2", "", "带走备份再退出"),
    element("p", "", "备份文件存到本机的“下载”，以后在任何一台设备上由您本人导入。照片和没有保存的表单不在备份里。"), out);
}

function discarding(items, go) {
  const list = element("ul", "waits");
  const out = button("丢弃并退出", "btn-danger", go);
  const all = () => { out.disabled = Array.from(list.querySelectorAll("input")).some((box) => !box.checked); };
  items.forEach(({ row }) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", all);
    const label = element("label", "waits-pick", box, element("span", "", ...row.childNodes));
    list.append(element("li", "", label));
  });
  all();
  return element("section", "card-box", element("h2", "", "丢弃再退出"), element("p", "", "请逐项勾选要丢弃的内容，丢弃后不能找回。"),
    list, out, element("p", "hint", `${items.length}项都勾选后才能退出。`));
}
