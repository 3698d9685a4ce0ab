// One file on its way: picture, name, size, how far it is, and the one thing that can be done about it.

// Beside the page's own icon, which every page has.
const icons = () => document.querySelector("link[rel=icon]").href.replace("favicon.svg", "icons.svg");

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, act) {
  const made = element("button", "btn btn-secondary", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function icon(shape) {
  const made = element("span", "upload-icon");
  made.innerHTML = `<svg class="icon" aria-hidden="true" focusable="false"><use href="${icons()}#${shape}"></use></svg>`;
  return made;
}

function size(bytes) {
  return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))}KB` : `${(bytes / 1048576).toFixed(1)}MB`;
}

export function row(file) {
  const item = element("li", "upload");
  const picture = element("div", "upload-picture");
  const text = element("div", "upload-text");
  const measure = element("span", "hint", size(file.size));
  const bar = element("progress", "");
  const state = element("p", "upload-state");
  const actions = element("div", "upload-actions");
  bar.max = 1;
  bar.setAttribute("aria-label", `上传${file.name}`);
  state.setAttribute("role", "status");
  const head = element("p", "upload-head");
  head.append(element("span", "upload-name", file.name), measure);
  text.append(head, bar, state);
  picture.append(icon("file"));
  item.append(picture, text, actions);

  function show(kind, words, ...buttons) {
    item.className = `upload upload-${kind}`;
    bar.hidden = kind !== "busy";
    state.textContent = words;
    if (kind === "done") state.prepend(icon("tick"));
    if (kind === "failed") state.prepend(icon("octagon"));
    actions.textContent = "";
    actions.append(...buttons);
  }

  const remove = () => item.remove();

  return {
    element: item,
    remove,
    wait({ cancel }) {
      bar.value = 0;
      show("busy", "等待上传", button("取消", cancel));
    },
    draw(ready) {
      if (ready.thumbnail) picture.firstChild.replaceWith(ready.thumbnail);
      if (ready.file.size < file.size) measure.textContent = `${size(file.size)}，缩小为${size(ready.file.size)}`;
    },
    progress(part) {
      bar.value = part;
      const words = part < 1 ? "正在上传" : "传完了，正在检查";
      // Said once: a screen reader would read out every step.
      if (state.textContent !== words) state.textContent = words;
      measure.dataset.part = part < 1 ? `${Math.floor(part * 100)}%` : "";
    },
    finish() {
      measure.dataset.part = "";
      show("done", "已上传", button("收起", remove));
    },
    fail(words, { again, dismiss, login }) {
      measure.dataset.part = "";
      const buttons = [];
      if (login) {
        const link = element("a", "btn btn-secondary", "重新登录");
        Object.assign(link, { href: login, target: "_blank", rel: "opener" });
        buttons.push(link);
      }
      if (again) buttons.push(button("再传一次", again));
      show("failed", words, ...buttons, button("不传了", dismiss));
    },
  };
}
