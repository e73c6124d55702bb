// Keeps a form while one types: <form data-autosave="/address"> and a [data-saved] mark inside it.
// The address answers any 2xx; JSON {"saved": "14:32"} gives the time to show. A mark inside a
// .criterion speaks for that criterion only, so that one change is announced once. What was typed
// before this script came is kept too; the marks outside a criterion say so. With
// data-autosave-changed only what changed here is sent: an older tab undoes nothing.
"use strict";

const isMoved = (list) => {
  if (list.multiple) return [...list.options].some((one) => one.selected !== one.defaultSelected);
  const chosen = [...list.options].findLastIndex((one) => one.defaultSelected);
  return list.selectedIndex !== Math.max(chosen, 0);
};

const differs = (control) => {
  if (control.disabled || ["hidden", "file", "submit", "button"].includes(control.type)) return false;
  if (control instanceof HTMLSelectElement) return isMoved(control);
  if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
};

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const all = [...form.querySelectorAll("[data-saved]")];
  let waiting = 0;
  let marks = [];
  let sending = Promise.resolve();
  let touched = new Set([...form.elements].filter(differs).map((one) => one.name));

  const content = (names) => {
    const data = new FormData(form);
    if (!("autosaveChanged" in form.dataset)) return data;
    for (const name of new Set(data.keys())) {
      if (!names.has(name) && form.elements[name].type !== "hidden") data.delete(name);
    }
    return data;
  };

  const say = (key, time) => {
    for (const mark of marks) {
      mark.textContent = (mark.dataset[key] || mark.dataset.unsavedText).replace("{time}", time);
      mark.classList.toggle("saved--not", key !== "savedText");
    }
  };

  const clock = () => new Date().toLocaleTimeString("nl-BE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" });

  const send = async () => {
    const names = touched;
    touched = new Set();
    const again = (key) => {
      touched = new Set([...names, ...touched]);
      say(key, "");
    };
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: content(names),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (answer.status === 422) return again("refusedText");
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const told = await answer.json().catch(() => ({}));
      say("savedText", told.saved || clock());
    } catch {
      again("unsavedText");
    }
  };

  const soon = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { sending = sending.then(send); }, pause);
  };

  const changed = (event, pause) => {
    touched.add(event.target.name);
    const criterion = event.target.closest(".criterion");
    const near = all.filter((mark) => mark.closest(".criterion") === criterion);
    marks = near.length ? near : all;
    soon(pause);
  };

  form.addEventListener("input", (event) => changed(event, 1200));
  form.addEventListener("change", (event) => changed(event, 200));
  form.addEventListener("submit", () => clearTimeout(waiting));

  if (touched.size) {
    const whole = all.filter((mark) => !mark.closest(".criterion"));
    marks = whole.length ? whole : all;
    soon(200);
  }
}
