/* Asks before unsaved changes are left behind. Sending the form is not leaving. */
export function enhance(forms) {
  for (const form of forms) {
    const first = state(form);
    let sent = false;
    form.addEventListener("submit", () => { sent = true; });
    addEventListener("pageshow", () => { sent = false; });
    addEventListener("beforeunload", (event) => {
      if (!sent && state(form) !== first) event.preventDefault();
    });
  }
}

function state(form) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  return JSON.stringify(pairs.map(([name, value]) => [name, value.name ?? value]));
}
