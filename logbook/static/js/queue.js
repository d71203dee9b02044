/* The queue by keyboard. Single keys act only while the list itself or one of its items has the
   focus, never inside a field or on a button, and not at all with data-shortcuts="off". An answer
   given by key loads the page anew: the focus then comes back to the same place in the list. */
export function enhance(lists) {
  lists.forEach(enhanceList);
}

const acts = { a: "approve", r: "return", x: "select" };
const PLACE = `queue-place:${location.pathname}`;

function enhanceList(list) {
  const items = () => [...list.querySelectorAll("[data-queue-item]")];
  const here = () => items().find((item) => item.hasAttribute("aria-current"));

  function go(item, focus = true) {
    if (!item) return;
    for (const other of items()) other.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    if (!focus) return;
    item.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    item.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  function move(by) {
    const all = items();
    const place = all.indexOf(here());
    go(all[place < 0 ? 0 : Math.min(Math.max(place + by, 0), all.length - 1)]);
  }

  function act(name) {
    const control = here()?.querySelector(`[data-act="${name}"]`);
    if (!control) return;
    if (name !== "select") sessionStorage.setItem(PLACE, String(items().indexOf(here())));
    const details = control.closest("summary")?.parentElement;
    if (!details?.open) control.click();
    if (details?.open) {
      details.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    }
  }

  list.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-queue-item]");
    if (item && item !== here()) go(item, false);
  });

  list.addEventListener("keydown", (event) => {
    if (list.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") go(event.target.closest("[data-queue-item]"));
    if (event.target !== list && !event.target.matches("[data-queue-item]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "j" || key === "ArrowDown") move(1);
    else if (key === "k" || key === "ArrowUp") move(-1);
    else if (key === "Enter") here()?.querySelector("[data-act=open]")?.click();
    else if (key === "u") document.querySelector("[data-act=undo]")?.click();
    else if (key === "?") help();
    else if (acts[key]) act(acts[key]);
    else return;
    event.preventDefault();
  });

  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (place !== null) go(items()[Math.min(Number(place), items().length - 1)]);
}

function help() {
  const keys = document.querySelector("[data-shortcut-help]");
  if (!keys) return;
  keys.open = !keys.open;
  if (keys.open) keys.scrollIntoView({ block: "nearest" });
}
