/* Counts what is ticked, ticks all, and lets the buttons rest while nothing is. */
export function enhance(bars) {
  bars.forEach(enhanceBar);
}

function enhanceBar(bar) {
  const formId = bar.dataset.bulkForm;
  const scope = (formId && document.getElementById(formId)) || bar.closest("form") || document;
  const boxes = () =>
    [...document.querySelectorAll("[data-bulk-item]")].filter(
      (box) => !box.disabled && (scope === document || box.form === scope || scope.contains(box)),
    );
  const all = bar.querySelector("[data-bulk-all]");
  const count = bar.querySelector("[data-bulk-count]");

  function show() {
    const items = boxes();
    const ticked = items.filter((box) => box.checked).length;
    if (count) count.textContent = (count.dataset.bulkText ?? "#").replace("#", String(ticked));
    if (all) {
      all.checked = ticked > 0 && ticked === items.length;
      all.indeterminate = ticked > 0 && ticked < items.length;
    }
    for (const button of bar.querySelectorAll("button")) button.disabled = ticked === 0;
    bar.classList.toggle("is-active", ticked > 0);
  }

  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-item]")) show();
  });
  addEventListener("pageshow", show);
  const label = bar.querySelector("[data-bulk-all-label]");
  if (label) label.hidden = false;
  bar.classList.add("is-live");
  show();
}
