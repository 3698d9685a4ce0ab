// Warns three minutes before the session ends. Typing or clicking counts as being there and keeps it alive.
import { button } from "./panel.js";
import * as signIn from "./sign_in.js";

const WARNING = 180000;
const OFTEN_ENOUGH = 240000;
const SEEN = "session-seen";

export function keepSession(body) {
  const length = Number(body.dataset.session) * 1000;
  let bar = null;
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

  const stay = () => signIn.ask().then((isOurs) => { if (isOurs) { seen(); hide(); } });

  function show(words, action) {
    hide();
    bar = document.createElement("div");
    bar.className = "session-bar";
    bar.setAttribute("role", "alert");
    bar.append(words, action);
    body.append(bar);
  }

  function warn() {
    show("您有一段时间没有操作，3分钟后会自动退出登录。", button("继续使用", stay, "btn btn-primary"));
  }

  // Not asked of the server: to ask would keep a session alive before which nobody sits.
  function tellEnd() {
    show(`${signIn.EXPIRED}，您写的内容还在。`, signIn.signInLink());
    bar.dataset.ended = "";
  }

  signIn.watch(() => { if (!signIn.isAway()) { seen(); hide(); } });
  seen();
  ["keydown", "pointerdown", "input"].forEach((name) => {
    document.addEventListener(name, () => { if (since() > OFTEN_ENOUGH && !signIn.isAway()) stay(); }, { passive: true });
  });
  setInterval(() => {
    const left = length - since();
    if (left > WARNING) hide();
    else if (left <= 0 && !(bar && "ended" in bar.dataset)) tellEnd();
    else if (!bar) warn();
  }, 5000);
}
