// A file that carries what waits to another device of the same person, or past a broken one.
import * as store from "./store.js";

const FORMAT = "四强评分备份";

export async function takeOut(person, only) {
  const rows = await store.waiting(person, only);
  const text = JSON.stringify({ format: FORMAT, person, at: new Date().toISOString(), rows }, null, 1);
  const link = document.createElement("a");
  link.href = `data:application/json;charset=utf-8,${encodeURIComponent(text)}`;
  link.download = `评分备份-${new Date().toISOString().slice(0, 16).replace(/[-T:]/g, "")}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  return rows.length;
}

function isRow(row) {
  return row && ["case", "part", "title", "branch", "save", "at", "since", "state"].every((name) => typeof row[name] === "string")
    && typeof row.base === "number" && typeof row.fields === "object"
    && /^\/candidacies\/\d+\/assessment\/score\//.test(row.save);
}

// A sentence that says what became of the file.
export async function takeIn(person, file, only) {
  let given;
  try {
    given = JSON.parse(await file.text());
  } catch (error) {
    return "这个文件不是评分备份，没有导入。";
  }
  if (given.format !== FORMAT || !Array.isArray(given.rows) || !given.rows.every(isRow)) return "这个文件不是评分备份，没有导入。";
  if (given.person !== person) return "这是别人的备份，没有导入。请本人登录后导入。";
  const rows = given.rows.filter((row) => !only || row.case === only);
  if (!rows.length) return "备份里没有这个支部的评分，没有导入。";
  const brought = await store.bringIn(person, rows);
  return brought < rows.length ? `已导入${brought}项，另有${rows.length - brought}项本机上的更新，没有改动。` : `已导入${brought}项。`;
}

export function chooser(act) {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: ".json,application/json" });
  input.addEventListener("change", () => { if (input.files.length) act(input.files[0]); });
  input.click();
}
