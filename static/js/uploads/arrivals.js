// What a telephone sends appears on the PC: the page asks every few seconds, for as long as the code is good.

const OFTEN = 3000;

export function wait(box) {
  const ask = async () => {
    let now = box;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-waits]");
      if (!answer.ok || answer.redirected || !fresh) {
        window.location.reload();
        return;
      }
      // Left alone while nothing has come: somebody may be about to press a button in it.
      if (fresh.dataset.arrivals !== box.dataset.arrivals) {
        box.replaceWith(fresh);
        now = fresh;
      }
    } catch (error) {
      // Off the network for a moment: the next time will tell.
    }
    setTimeout(() => wait(now), 0);
  };
  setTimeout(ask, OFTEN);
}
