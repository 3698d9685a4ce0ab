// What can be said of a file before a byte of it is sent; the server judges it again, by its content.

const OLD = [".doc", ".xls", ".wps", ".et"];
const PICTURES = ["image/jpeg", "image/png"];

function ending(file) {
  const at = file.name.lastIndexOf(".");
  return at < 0 ? "" : file.name.slice(at).toLowerCase();
}

// Telephones give photographs names of their own, or none.
function isOffered(file, accept) {
  const offered = accept.split(",");
  return !ending(file) || PICTURES.includes(file.type) || offered.includes(ending(file)) || offered.includes(file.type);
}

export const isPicture = (file) => PICTURES.includes(file.type);

export function stem(file) {
  return ending(file) ? file.name.slice(0, -ending(file).length) : file.name;
}

// "" where nothing speaks against it. Pictures are measured when they have been made small.
export function objection(file, told, accept, isReady = false) {
  const isTooBig = file.size > Number(told.limit) && (isReady || !isPicture(file));
  const why = [
    [OLD.includes(ending(file)), told.old],
    [!isOffered(file, accept), told.type],
    [!file.size, told.empty],
    [isTooBig, told.tooBig],
  ].find(([is]) => is);
  return why ? `“${stem(file)}”${why[1]}。` : "";
}
