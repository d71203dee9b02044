/* Keeps a draft while it is written, in <form data-draft='{"lost": …, "refused": …}'>: after a pause,
   and when the page is hidden. The service keeps it, as its button does, and never the device: what
   is said of a person stays on nobody's phone. The answer is {said, revision}. What could not be
   kept stays as it was typed, and [data-draft-said] says so. */
import { state } from "./guard.js";

const PAUSE_MS = 3000;
const APART_MS = 20000; // every draft that is kept is an entry in the ledger

export function enhance(forms) {
  forms.forEach(follow);
}

function follow(form) {
  const words = JSON.parse(form.dataset.draft);
  const place = form.querySelector("[data-draft-said]");
  let told = state(form); // what the service has heard, and kept or complained about
  let last = -Infinity;
  let underWay = null;
  let over = false;
  let leaving = false;
  let timer;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(PAUSE_MS, last + APART_MS - performance.now()));
  }

  function save() {
    clearTimeout(timer);
    if (underWay || over || leaving || state(form) === told) return;
    underWay = send().finally(() => {
      underWay = null;
      if (!over && state(form) !== told) later();
    });
  }

  async function send() {
    const body = new FormData(form);
    const sent = state(form);
    body.set("step", "quiet");
    last = performance.now();
    try {
      const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const ours = answer.headers.get("Content-Type")?.startsWith("application/json");
      const said = ours ? await answer.json() : { said: words.refused };
      if (answer.ok && ours) {
        form.elements.namedItem("revision").value = said.revision;
        form.dispatchEvent(new CustomEvent("kept", { detail: sent }));
      }
      // Wrong words can be mended; a form that somebody else has changed or closed cannot.
      over = !ours || answer.status === 409;
      told = sent;
      place.textContent = said.said;
    } catch {
      place.textContent = words.lost;
    }
  }

  form.addEventListener("input", later);
  addEventListener("online", save);
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  /* Ahead of all others: while a draft is under way, the form still names the revision before it. */
  form.addEventListener("submit", (event) => {
    if (!underWay) {
      leaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    underWay.then(() => form.requestSubmit(event.submitter));
  }, { capture: true });
}
