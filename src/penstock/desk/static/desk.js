// What a script adds to pages that work without one: a run is followed, a picture follows its slider.
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

const slider = document.querySelector("form[data-slider] input[type=range]");
if (slider) {
  const onDay = document.querySelector("form[data-day] input[type=date]");
  const parts = ["[data-said]", "[data-picture]"];
  const firstOfYear1970 = 719163; // the days of the slider count from the first of year 1
  const dayOf = (days) => new Date((days - firstOfYear1970) * 86400000).toISOString().slice(0, 10);
  const daysOf = (day) => Date.parse(day) / 86400000 + firstOfYear1970;
  let asked = new AbortController();
  let waiting = 0;

  const mark = () => {
    slider.setAttribute("aria-valuetext", dayOf(slider.valueAsNumber));
    const share = (slider.value - slider.min) / (slider.max - slider.min);
    for (const line of document.querySelectorAll("[data-picture] line.marked")) {
      const x = share * line.ownerSVGElement.viewBox.baseVal.width;
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    }
  };

  const show = async (day) => {
    asked.abort();
    asked = new AbortController();
    const address = new URL(location.href);
    address.searchParams.delete("day");
    address.searchParams.set("on", day);
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
      if (!answer.ok || answer.redirected) {
        location.assign(address);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
      for (const one of document.querySelectorAll("footer a[hreflang]")) {
        one.href = page.querySelector(`footer a[hreflang="${one.hreflang}"]`).getAttribute("href");
      }
      history.replaceState(null, "", address);
      const anew = page.querySelector("#day");
      if (slider.min !== anew.min || slider.max !== anew.max) {
        [slider.min, slider.max] = [anew.min, anew.max];
        slider.value = anew.value;
        document.querySelector("#day-help").textContent = page.querySelector("#day-help").textContent;
      }
      mark();
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };

  const soon = (day, milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(day), milliseconds);
  };

  slider.form.dataset.live = "";
  mark();
  slider.addEventListener("input", () => {
    onDay.value = dayOf(slider.valueAsNumber);
    mark();
    soon(onDay.value, 100);
  });
  onDay.addEventListener("change", () => {
    if (!onDay.validity.valid) return;
    slider.value = daysOf(onDay.value);
    soon(onDay.value, 300); // a year is typed digit by digit
  });
}
