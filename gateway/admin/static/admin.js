// Shows times in the reader's zone, with UTC on hover. Everything else works without a script.
"use strict";
const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
function localise(root) {
  for (const each of root.querySelectorAll("time[datetime]:not([data-done])")) {
    each.textContent = clock.format(new Date(each.dateTime));
    each.dataset.done = "";
  }
}
document.addEventListener("DOMContentLoaded", () => localise(document));
document.addEventListener("htmx:afterSwap", () => localise(document));
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of document.querySelectorAll(`input[name="${event.target.dataset.all}"]`)) {
    box.checked = event.target.checked;
  }
});
