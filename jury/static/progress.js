// Follows a job: <div data-job="/address"> with a <progress> and a [data-job-note] inside it.
// The address answers JSON {"state": "waiting|running|done|failed", "progress": 0..1, "note": "…"};
// when the job has ended, the page is asked for again and shows what came of it.
"use strict";

for (const box of document.querySelectorAll("[data-job]")) {
  const bar = box.querySelector("progress");
  const note = box.querySelector("[data-job-note]");

  const look = async () => {
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      const job = await answer.json();
      if (job.state === "done" || job.state === "failed") {
        window.location.reload();
        return;
      }
      if (typeof job.progress === "number") bar.value = job.progress;
      if (job.note && note.textContent !== job.note) note.textContent = job.note;
      setTimeout(look, 1500);
    } catch {
      setTimeout(look, 6000);
    }
  };

  setTimeout(look, 1000);
}
