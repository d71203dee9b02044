/* A double tap sends a form once. The button goes quiet only after the browser took its value. It
   comes back when the page is shown again from the history, or when no answer came for long. */
const LONG_MS = 10000;

export function enhance(forms) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      if (event.defaultPrevented) return;
      form.dataset.sent = "yes";
      setTimeout(() => quiet(form, true));
      setTimeout(() => quiet(form, false), LONG_MS);
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) forms.forEach((form) => quiet(form, false));
  });
}

function quiet(form, on) {
  if (!on) delete form.dataset.sent;
  for (const control of form.elements) {
    if (control.type !== "submit" || control.dataset.keep !== undefined) continue;
    if (on) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }
}
