// What a script adds to pages that work without one: a run is followed, a new day is shown at once.
"use strict";

const followed = document.querySelector("[data-follow]");
if (followed && ["queued", "running"].includes(followed.dataset.state)) {
  const look = async () => {
    const answer = await fetch(followed.dataset.follow, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const run = await answer.json();
    if (run.state !== followed.dataset.state || (run.progress && !followed.querySelector("progress"))) {
      location.reload();
      return;
    }
    const bar = followed.querySelector("progress");
    if (bar && run.progress) bar.value = run.progress.rows;
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}

for (const form of document.querySelectorAll("form[data-day]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
