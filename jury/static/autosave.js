// Keeps a form while one types: <form data-autosave="/address"> and a [data-saved] mark inside it.
// The address answers any 2xx; JSON {"saved": "14:32"} gives the time to show. A mark inside a
// .criterion speaks for that criterion only, so that one change is announced once.
"use strict";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const all = [...form.querySelectorAll("[data-saved]")];
  let waiting = 0;
  let marks = [];
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

  const changed = (event, pause) => {
    const criterion = event.target.closest(".criterion");
    const near = all.filter((mark) => mark.closest(".criterion") === criterion);
    marks = near.length ? near : all;
    soon(pause);
  };

  form.addEventListener("input", (event) => changed(event, 1200));
  form.addEventListener("change", (event) => changed(event, 200));
  form.addEventListener("submit", () => clearTimeout(waiting));
}
