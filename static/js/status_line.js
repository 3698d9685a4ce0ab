// One line for all parts of a page that are saved by themselves: the worst any of them has to say, else the latest.

const BADNESS = ["done", "busy", "local", "failed"];

export function statusLine(box) {
  const line = box.querySelector("[data-autosave-status]");
  const said = new Map();
  box.hidden = false;

  return function tell(part, kind, shape, text, ...actions) {
    said.delete(part);
    if (text) said.set(part, { kind, shape, text, actions });
    let worst = { kind: "done", shape: "", text: "", actions: [] };
    said.forEach((one) => { if (BADNESS.indexOf(one.kind) >= BADNESS.indexOf(worst.kind)) worst = one; });
    line.className = `autosave-line autosave-${worst.kind}`;
    line.innerHTML = worst.shape
      ? `<svg class="icon" aria-hidden="true" focusable="false"><use href="${box.dataset.icons}#${worst.shape}"></use></svg>` : "";
    line.append(worst.text, ...worst.actions);
  };
}
