// Counts characters as people do: a character outside the basic plane is one, and so is a line break.

export function length(text) {
  return Array.from(text.replace(/\r\n?/g, "\n").trim()).length;
}

export function countCharacters(area) {
  const limit = Number(area.dataset.limit);
  const line = document.createElement("span");
  line.className = "counter";
  line.setAttribute("aria-live", "off");
  area.insertAdjacentElement("afterend", line);
  const show = () => {
    const rest = limit - length(area.value);
    line.textContent = rest < 0 ? `超出${-rest}字，请删减` : `还可写${rest}字`;
    line.classList.toggle("counter-over", rest < 0);
    line.setAttribute("aria-live", rest < 20 ? "polite" : "off");
  };
  area.addEventListener("input", show);
  show();
}
