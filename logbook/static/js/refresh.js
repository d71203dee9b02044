/* A choice that decides which fields follow: <select data-refresh="#fields" data-refresh-url="…">.
   On change the page is asked for again with that one value, and its part #fields takes the place of
   ours; what was already typed in fields that remain is kept. Without JavaScript the form's own
   button (data-refresh-button, hidden here) does the same by a full page. */
export function enhance(controls) {
  for (const control of controls) {
    control.addEventListener("change", () => refresh(control));
    for (const button of control.form?.querySelectorAll("[data-refresh-button]") ?? []) {
      button.hidden = true;
    }
  }
}

let newest = 0;

async function refresh(control) {
  const part = document.querySelector(control.dataset.refresh);
  const address = new URL(control.dataset.refreshUrl || location.href, location.href);
  address.searchParams.set(control.name, control.value);
  const turn = ++newest;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(control.dataset.refresh);
    if (turn !== newest) return;
    if (!fresh) throw new Error("no such part");
    keep(part, fresh);
    part.replaceChildren(...fresh.childNodes);
    part.dispatchEvent(new Event("fresh", { bubbles: true }));
  } catch {
    for (const button of control.form?.querySelectorAll("[data-refresh-button]") ?? []) {
      button.hidden = false;
    }
  } finally {
    part.removeAttribute("aria-busy");
  }
}

/* What stands in the old part goes over to fields of the same name and kind in the new one. */
function keep(old, fresh) {
  for (const before of old.querySelectorAll("input, select, textarea")) {
    if (!before.name || ["hidden", "file"].includes(before.type)) continue;
    for (const after of fresh.querySelectorAll(`[name="${CSS.escape(before.name)}"]`)) {
      if (before.type === "radio" || before.type === "checkbox") {
        if (after.value === before.value) after.checked = before.checked;
      } else {
        after.value = before.value;
      }
    }
  }
}
