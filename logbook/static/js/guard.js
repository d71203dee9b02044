/* Asks before unsaved changes are left behind. Sending the form is not leaving; and what was kept
   meanwhile, as the event 'kept' tells, is saved. */
export function enhance(forms) {
  for (const form of forms) {
    let first = state(form);
    let sent = false;
    form.addEventListener("submit", () => { sent = true; });
    form.addEventListener("kept", (event) => { first = event.detail; });
    addEventListener("pageshow", () => { sent = false; });
    addEventListener("beforeunload", (event) => {
      if (!sent && state(form) !== first) event.preventDefault();
    });
  }
}

/* What a person has entered, as one text. */
export function state(form) {
  const pairs = [...new FormData(form)].filter(([name]) => !["csrf_token", "revision"].includes(name));
  return JSON.stringify(pairs.map(([name, value]) => [name, value.name ?? value]));
}
