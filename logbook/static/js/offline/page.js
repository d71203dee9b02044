/* The page for logging without a connection: who, the form, and what waits. The page itself says
   nothing about anybody; what it shows comes from this phone, and only for the account that is here. */
import { catalogueOf } from "./catalogue.js";
import { showOnly } from "./dom.js";
import { flush, keepSending } from "./flush.js";
import { Form } from "./form.js";
import { letWorkerIn, sayHowMany } from "./keep.js";
import { alter, everything, isUnsent, keep, newId, onChange } from "./outbox.js";
import { remembered } from "./person.js";
import { ROOT } from "./store.js";
import { Tray } from "./tray.js";

const NEARLY = 0.95;

export async function enhance([place]) {
  const words = JSON.parse(place.dataset.words);
  const page = new Page(place, words);
  try {
    page.show(await remembered());
    await page.begin();
  } catch {
    page.says("unavailable");
  }
}

class Page {
  constructor(place, words) {
    Object.assign(this, { place, me: null, mending: null, catalogue: null, trouble: [] });
    this.form = new Form(place.querySelector("[data-offline-form]"), words, (made) => this.keep(made));
    this.tray = new Tray(place.querySelector("[data-tray]"), words, { mend: (entry) => this.mend(entry), send: () => flush() });
    place.querySelector("[data-send-now]").addEventListener("click", () => flush());
    place.querySelector("[data-begin-anew]").addEventListener("click", () => this.beginAnew());
    place.querySelector("[data-elsewhere]").hidden = location.pathname === `${ROOT}/offline`;
  }

  async begin() {
    letWorkerIn();
    onChange(() => this.tray.show(this.me, this.catalogue));
    addEventListener("offline", () => this.says("offline"));
    await this.warnOfEviction();
    await keepSending((heard) => this.hear(heard));
  }

  async hear({ how, me }) {
    this.says(how === "connected" && !navigator.onLine ? "offline" : how);
    if (how === "signed-out" && !this.me) this.says(""); // that nobody is here is said already
    if (how === "connected") this.place.querySelector("[data-kept]").textContent = "";
    if (me) await this.show(me);
    else await this.tray.show(this.me, this.catalogue);
  }

  /* Draws the page for this person; the form only anew when it is another's, or of another edition. */
  async show(me) {
    const catalogue = me ? await catalogueOf(me) : null;
    const same = this.me?.account_id === me?.account_id && this.catalogue?.version_id === catalogue?.version_id;
    Object.assign(this, { me, catalogue });
    this.place.querySelector("[data-who]").textContent = me ? `${me.name} · ${me.program.name}` : "";
    const form = this.place.querySelector("[data-offline-form]");
    form.hidden = !catalogue;
    showOnly(this.place, "lacks", me ? [catalogue ? "" : me.version_id ? "catalogue" : "curriculum"] : ["person"]);
    if (!me) sayHowMany(this.place.querySelector("[data-left-behind]"), (await everything()).filter(isUnsent).length);
    if (catalogue && !same) {
      this.changing(null);
      this.form.draw(catalogue);
      const asked = new URLSearchParams(location.search).get("procedure");
      if (asked) this.form.choose(asked);
    }
    await this.tray.show(me, catalogue);
  }

  says(how) {
    showOnly(this.place, "says", [how]);
  }

  mend(entry) {
    this.changing(entry);
    this.form.fill(JSON.parse(entry.body));
  }

  beginAnew() {
    this.changing(null);
    this.form.empty();
  }

  /* Which entry the form stands for, and it says so: otherwise a new case would take its place. */
  changing(entry) {
    this.mending = entry?.id ?? null;
    const told = this.place.querySelector("[data-mending]");
    told.hidden = !entry;
    told.querySelector("[data-mending-what]").textContent = entry?.title ?? "";
  }

  /* True once it is on the disk. Otherwise the form stays as it is, and it is said why. */
  async keep(made) {
    const { me, mending } = this;
    const fresh = { ...made, state: "waiting", made_at: new Date().toISOString() };
    try {
      const there = mending && (await alter(mending, (kept) => mended(kept, fresh)));
      if (!there) await keep({ ...fresh, id: newId(), account_id: me.account_id, member_id: me.member_id, program: me.program.name });
    } catch (error) {
      showOnly(this.place, "lost", [error?.name === "QuotaExceededError" ? "full" : "broken"]);
      this.place.querySelector("[data-lost]:not([hidden])").focus();
      return false;
    }
    this.changing(null);
    showOnly(this.place, "lost", []);
    const told = this.place.querySelector("[data-kept]");
    told.textContent = told.dataset.kept.replace("#", made.title);
    this.askToStay();
    flush();
    scrollTo({ top: 0 });
    return true;
  }

  async askToStay() {
    await navigator.storage?.persist?.().catch(() => false);
    await this.warnOfEviction();
  }

  async warnOfEviction() {
    const safe = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
    const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => ({}))) ?? {};
    showOnly(this.place, "risk", [quota && usage / quota > NEARLY ? "nearly-full" : safe ? "" : "evictable"]);
  }
}

/* One that was sent meanwhile is in the log: then this is a change of the revision that is known. */
function mended(kept, { made_at: _, ...fresh }) {
  const { problem: __, ...rest } = kept;
  const sent = kept.state === "sent" ? { if_match: `"${kept.case.revision}"` } : {};
  return { ...rest, ...fresh, ...sent };
}
