// Photographs are made small before they are sent: what the line is spared is most of it, and where they were taken stays here.
import { isPicture, stem } from "./checks.js";

const LONGEST = 1600;
const QUALITY = 0.85;
const THUMBNAIL = 112;
// One dot wide and two high, if the browser turns photographs upright as they say themselves.
const LYING = "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP////////////////////////////////////////"
  + "//////////////////////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";
let upright = null;

function turnsUpright() {
  if (!upright) {
    const bytes = Uint8Array.from(atob(LYING), (char) => char.charCodeAt(0));
    upright = createImageBitmap(new Blob([bytes], { type: "image/jpeg" })).then((one) => one.width === 1, () => false);
  }
  return upright;
}

// {file, thumbnail}: what is to be sent, and a small canvas; both as they are where the browser cannot read the picture.
export async function prepared(file) {
  if (!isPicture(file) || !window.createImageBitmap) return { file, thumbnail: null };
  try {
    const bitmap = await createImageBitmap(file);
    const thumbnail = drawn(bitmap, THUMBNAIL, true);
    const small = (await turnsUpright()) ? await smaller(bitmap, file) : file;
    bitmap.close();
    return { file: small, thumbnail };
  } catch (error) {
    return { file, thumbnail: null };
  }
}

async function smaller(bitmap, file) {
  const canvas = drawn(bitmap, LONGEST, false);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], `${stem(file)}.jpg`, { type: "image/jpeg" });
}

// The whole picture within `side`, or a square cut from its middle.
function drawn(bitmap, side, isSquare) {
  const { width, height } = bitmap;
  const scale = Math.min(1, side / (isSquare ? Math.min(width, height) : Math.max(width, height)));
  const canvas = document.createElement("canvas");
  canvas.width = isSquare ? side : Math.max(1, Math.round(width * scale));
  canvas.height = isSquare ? side : Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  const [wide, high] = [width * scale, height * scale];
  pen.drawImage(bitmap, (canvas.width - wide) / 2, (canvas.height - high) / 2, wide, high);
  return canvas;
}
