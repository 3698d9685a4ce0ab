// Warns three minutes before the session ends. Typing or clicking counts as being there and keeps it alive.

const WARNING = 180000;
const OFTEN_ENOUGH = 240000;
const SEEN = "session-seen";

export function keepSession(body) {
  const length = Number(body.dataset.session) * 1000;
  let bar = null;
  let asking = false;
  const seen = () => {
    try {
      localStorage.setItem(SEEN, String(Date.now()));
    } catch (error) {
      body.dataset.seen = String(Date.now());
    }
  };
  // Other tabs keep the same session alive.
  const since = () => {
    let at = body.dataset.seen;
    try {
      at = localStorage.getItem(SEEN) || at;
    } catch (error) {
      // Nothing is kept in this browser; this page's own time counts.
    }
    return Date.now() - Number(at || Date.now());
  };

  function hide() {
    if (bar) bar.remove();
    bar = null;
  }

  function stay() {
    if (asking) return;
    asking = true;
    fetch(body.dataset.sessionPing, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((answer) => { if (answer.ok) { seen(); hide(); } })
      .catch(() => {})
      .finally(() => { asking = false; });
  }

  function warn() {
    bar = document.createElement("div");
    bar.className = "session-bar";
    bar.setAttribute("role", "alert");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-primary";
    button.textContent = "继续使用";
    button.addEventListener("click", stay);
    bar.append("您有一段时间没有操作，3分钟后会自动退出登录。", button);
    body.append(bar);
  }

  seen();
  ["keydown", "pointerdown", "input"].forEach((name) => {
    document.addEventListener(name, () => { if (since() > OFTEN_ENOUGH) stay(); }, { passive: true });
  });
  setInterval(() => {
    const left = length - since();
    if (left > WARNING) hide();
    else if (!bar && left > 0) warn();
    else if (bar && left <= 0) bar.firstChild.textContent = "登录已过期。您写的内容还在，保存时会请您重新登录。";
  }, 5000);
}
