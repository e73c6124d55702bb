// Keeps a form while one types: <form data-autosave="/address"> and a [data-saved] mark inside it.
// The address answers any 2xx; JSON {"saved": "14:32"} gives the time to show.
"use strict";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const marks = form.querySelectorAll("[data-saved]");
  let waiting = 0;
  let sending = Promise.resolve();

  const say = (key, time) => {
    for (const mark of marks) {
      mark.textContent = mark.dataset[key].replace("{time}", time);
      mark.classList.toggle("saved--not", key === "unsavedText");
    }
  };

  const clock = () => new Date().toLocaleTimeString("nl-BE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" });

  const send = async () => {
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const told = await answer.json().catch(() => ({}));
      say("savedText", told.saved || clock());
    } catch {
      say("unsavedText", "");
    }
  };

  const soon = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { sending = sending.then(send); }, pause);
  };

  form.addEventListener("input", () => soon(1200));
  form.addEventListener("change", () => soon(200));
  form.addEventListener("submit", () => clearTimeout(waiting));
}
