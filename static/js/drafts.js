// Copies on this device, one person's and one page's at a time. Nothing is dropped before the server or the person says so.

const person = document.body.dataset.person || "";

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

export function draftsOf(path) {
  const key = `draft:${person}:${path}`;
  const older = `${key}:older`;
  return {
    keep: (values) => set(key, { at: new Date().toISOString(), values }),
    current: () => get(key, null),
    drop: () => set(key, null),
    putAside: (draft) => set(older, [...get(older, []), draft]),
    lastAside: () => get(older, []).slice(-1)[0],
    dropLastAside: () => {
      const rest = get(older, []).slice(0, -1);
      return set(older, rest.length ? rest : null);
    },
  };
}
