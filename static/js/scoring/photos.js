// Photographs taken without network wait on the device, already made small, and go out after what was scored.
import * as signIn from "../sign_in.js";
import { send as sendFile } from "../uploads/send.js";
import * as store from "./store.js";

// What the file field could not send (static/js/uploads/field.js says so by an event), as a row like any other.
export function keepPhoto(person, section, about, { file, name, op, address }) {
  const at = new Date().toISOString();
  const row = { ...about, part: section.dataset.part, title: `${section.dataset.title} 照片`, told: "", state: "waiting", reason: "" };
  return store.keepPhoto(person, { ...row, op, address, name, file, at, since: at });
}

async function post(person, photo, mayAdopt) {
  const data = new FormData();
  data.append(photo.name, photo.file, photo.file.name);
  data.append("op", photo.op);
  data.append("person", person);
  const outcome = await sendFile(photo.address, data, () => {}).done;
  if (outcome.kind !== "token" || !mayAdopt) return outcome;
  signIn.adopt(outcome.token);
  return post(person, photo, false);
}

// What keeps the next one from being tried, or "".
async function settle(person, photo, { kind, text }) {
  if (kind === "kept") {
    await store.dropPhoto(person, photo.op);
    document.dispatchEvent(new CustomEvent("photo-taken", { detail: photo }));
    return "";
  }
  if (kind === "expired") { signIn.ended(); return "signed-out"; }
  if (kind === "refused" || kind === "forbidden") {
    // Somebody else may sit here now: then nothing is wrong with what was sent.
    if (!await signIn.ask()) return signIn.isReplaced() ? "somebody-else" : "offline";
    await store.keepPhoto(person, { ...photo, state: "refused", reason: text || "您现在不能在这里上传照片。" });
    return "";
  }
  return kind === "offline" || kind === "unreachable" ? "offline" : "server";
}

export async function sendPhotos(person) {
  for (const photo of (await store.photos(person)).filter((one) => one.state === "waiting")) {
    const trouble = await settle(person, photo, await post(person, photo, true));
    if (trouble) return trouble;
  }
  return "";
}
