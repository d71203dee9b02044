/* On every page of the service: remembers whose phone this is and the catalogue, sends what waits, and
   lets the worker in. On the page for signing in: says what was left behind, to nobody in particular. */
import { catalogueOf } from "./catalogue.js";
import { flush, keepSending } from "./flush.js";
import { LONG_MS, asks, everything, isUnsent, of, onChange } from "./outbox.js";
import { forgetEverybody, remembered } from "./person.js";
import { ROOT } from "./store.js";

const FRESH_MS = 10 * 60 * 1000;

export async function enhance([page]) {
  try {
    const { account, logs } = page.dataset;
    if (account) await stay(account, logs === "yes");
    else await leave();
  } catch {
    // A browser without storage of its own: then there is nothing to keep, and nothing waits.
  }
}

async function stay(account, logs) {
  const me = await remembered();
  if (!logs) {
    if (me) await forgetEverybody();
    await sendWorkerAway();
    return;
  }
  letWorkerIn();
  onChange(() => showBanner(account));
  await showBanner(account);
  const catalogue = me?.account_id === account && (await catalogueOf(me));
  const waits = (await of(account)).some((entry) => entry.state === "waiting");
  if (waits || !catalogue || Date.now() - catalogue.at > FRESH_MS) await keepSending(() => {});
  else addEventListener("online", flush);
}

export function letWorkerIn() {
  navigator.serviceWorker?.register(`${ROOT}/sw.js`, { scope: `${ROOT}/` }).catch(() => {});
}

/* Who logs nothing waits for a slow page rather than being shown one that is of no use to them. */
async function sendWorkerAway() {
  const worker = await navigator.serviceWorker?.getRegistration(`${ROOT}/`);
  await worker?.unregister();
}

async function showBanner(account) {
  const banner = document.querySelector("[data-outbox]");
  if (!banner) return;
  const unsent = (await of(account)).filter(isUnsent);
  const asking = unsent.filter(asks).length;
  const late = unsent.some((entry) => Date.now() - Date.parse(entry.made_at) > LONG_MS);
  banner.hidden = unsent.length === 0;
  banner.classList.toggle("is-warn", asking > 0 || late);
  banner.classList.toggle("is-wait", !asking && !late);
  sayHowMany(banner.querySelector("[data-outbox-count]"), unsent.length);
  sayHowMany(banner.querySelector("[data-outbox-asks]"), asking);
  banner.querySelector("[data-outbox-late]").hidden = !late;
}

async function leave() {
  const place = document.querySelector("[data-left-behind]");
  if (!place) return;
  if (place.dataset.leftBehind === "signed-out") await forgetEverybody();
  const unsent = (await everything()).filter(isUnsent);
  place.hidden = unsent.length === 0;
  sayHowMany(place.querySelector("[data-outbox-count]"), unsent.length);
}

/* `data-one` and `data-many` are the sentence; # is the number. */
export function sayHowMany(place, number) {
  place.hidden = number === 0;
  place.textContent = (number === 1 ? place.dataset.one : place.dataset.many).replace("#", number);
}
