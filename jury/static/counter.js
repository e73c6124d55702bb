// Counts characters beside a limited text: <span data-count-for="id" data-count-text="{used} of {limit}">.
"use strict";

for (const mark of document.querySelectorAll("[data-count-for]")) {
  const input = document.getElementById(mark.dataset.countFor);
  if (!input || input.maxLength < 1) continue;
  const count = () => {
    mark.textContent = mark.dataset.countText
      .replace("{used}", input.value.length)
      .replace("{limit}", input.maxLength);
  };
  input.addEventListener("input", count);
  if (input.value) count();
}
