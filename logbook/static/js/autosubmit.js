/* Drives a long job: sends its form, puts the answer's form in place, until it says it is finished.
   A step that fails leaves the button, so that a person can go on by hand. */
export function enhance(forms) {
  forms.forEach(drive);
}

async function drive(form) {
  const button = form.querySelector("[type=submit]");
  let failures = 0;
  if (button) button.hidden = true;
  while (form.dataset.finished === undefined) {
    await visible();
    const next = await step(form);
    if (next === null) {
      failures += 1;
      if (failures === 3) {
        if (button) button.hidden = false;
        return;
      }
      await pause(1000 * failures);
    } else if (typeof next === "string") {
      location.assign(next);
      return;
    } else {
      failures = 0;
      show(form, next);
    }
  }
  location.assign(form.dataset.after || location.href);
}

/* The next form; an address when the job led elsewhere; null when the step failed. */
async function step(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-step-form]") ?? answer.url;
  } catch {
    return null;
  }
}

function show(form, next) {
  const meter = form.querySelector("progress");
  const fresh = next.querySelector("progress");
  if (meter && fresh) {
    meter.max = fresh.max;
    meter.value = fresh.value;
  }
  for (const part of ["[data-step-count]"]) {
    const words = next.querySelector(part);
    if (words) form.querySelector(part).textContent = words.textContent;
  }
  for (const input of next.querySelectorAll("input[type=hidden]")) {
    const mine = form.elements.namedItem(input.name);
    if (mine) mine.value = input.value;
  }
  form.action = next.action;
  if (next.dataset.after) form.dataset.after = next.dataset.after;
  if (next.dataset.finished !== undefined) form.dataset.finished = "";
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
}
