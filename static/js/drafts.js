// Copies on this device, one person's and one page's at a time. Nothing is dropped before the server or the person says so.

const person = document.body.dataset.person || "";
const key = `draft:${person}:${location.pathname}`;
const older = `${key}:older`;

function get(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) || otherwise;
  } catch (error) {
    return otherwise;
  }
}

// False where the browser keeps nothing: then the page says so.
function set(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch (error) {
    return false;
  }
}

export const keep = (values) => set(key, { at: new Date().toISOString(), values });
export const current = () => get(key, null);
export const drop = () => set(key, null);
export const putAside = (draft) => set(older, [...get(older, []), draft]);
export const lastAside = () => get(older, []).slice(-1)[0];
export function dropLastAside() {
  const rest = get(older, []).slice(0, -1);
  return set(older, rest.length ? rest : null);
}
