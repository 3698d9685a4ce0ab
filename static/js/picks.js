// A list of units with boxes: says how many are ticked.

export function countPicks(form) {
  const line = form.querySelector("[data-picked]");
  if (!line) return;
  const otherwise = line.textContent;
  const show = () => {
    const ticked = form.querySelectorAll("input[type=checkbox]:checked").length;
    line.textContent = ticked ? `已选${ticked}个单位` : otherwise;
  };
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}
