// On every page of somebody who is signed in: whose device this is now. Loads the rest only where there is something to do.
const KEY = "device-person";

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch (error) {
    return null;
  }
}

// The worker opens pages of this person alone; "" for nobody's.
export async function mark(person) {
  if (!("caches" in window)) return;
  const cache = await caches.open("device");
  if (person) await cache.put("/device-person", new Response(person));
  else await cache.delete("/device-person");
}

export async function arrive(body) {
  const { person } = body.dataset;
  if (read(KEY) !== person) {
    // The mark first: from then on the worker opens nobody else's page, however far the rest comes.
    await mark(person);
    if (read("scoring-people")) {
      const { takeAway } = await import("./hands.js");
      await takeAway(person);
    }
    localStorage.setItem(KEY, person);
  }
  // Pages for scoring send by themselves.
  if (read(`unsent:${person}`) && !document.querySelector("[data-scoring], [data-ready]")) {
    const { tryWheneverPossible } = await import("./sender.js");
    tryWheneverPossible(person);
  }
}

// What somebody else has not uploaded from here: his surname and a number, and only to whoever is signed in.
export function tellOfOthers(box) {
  const others = Object.keys(localStorage)
    .filter((key) => key.startsWith("unsent:") && key !== `unsent:${document.body.dataset.person}`)
    .map((key) => JSON.parse(read(key)));
  others.forEach(({ surname, number }) => {
    const line = document.createElement("p");
    line.textContent = `本机还有${surname || "别人"}${surname ? "某" : ""}${number}项未上传，请本人在这台设备上登录，登录后自动上传。`;
    box.querySelector("[data-others-lines]").append(line);
  });
  box.hidden = !others.length;
}

function holdsSomething(person) {
  const keys = Object.keys(localStorage);
  return keys.some((key) => key.startsWith(`draft:${person}:`) || key === `unsent:${person}`)
    || (read("scoring-people") || "[]").includes(`"${person}"`);
}

export function signOut(form) {
  const { person } = document.body.dataset;
  form.addEventListener("submit", (event) => {
    let holds = false;
    try {
      holds = holdsSomething(person);
      if (!holds) localStorage.removeItem(KEY);
    } catch (error) {
      // This browser keeps nothing, so there is nothing to take away.
    }
    if (!holds) return;
    event.preventDefault();
    import("./leaving.js").then(({ leave }) => leave(person, form)).catch(() => { if (navigator.onLine) form.submit(); });
  });
}
