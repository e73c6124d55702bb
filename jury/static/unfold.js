// Opens what a choice asks for: <details data-unfold-for="id" data-unfold-unless="funded">.
"use strict";

for (const part of document.querySelectorAll("[data-unfold-for]")) {
  const choice = document.getElementById(part.dataset.unfoldFor);
  choice?.addEventListener("change", () => {
    if (choice.value !== part.dataset.unfoldUnless) part.open = true;
  });
}
