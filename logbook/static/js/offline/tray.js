/* What was logged on this phone and how far it has come. What cannot be sent as it is stays and asks. */
import { copyOf, el, showOnly } from "./dom.js";
import { alter, asks, drop, isUnsent, keep, newId, of, stateOf } from "./outbox.js";
import { dayInWords, linesOf } from "./said.js";
import { ROOT } from "./store.js";

const FEW = 3;

export class Tray {
  constructor(place, words, { mend, send }) {
    Object.assign(this, { place, words, mend, send, newest: 0 });
  }

  /* `me`: whose entries are shown; for nobody, none. */
  async show(me, catalogue) {
    const turn = ++this.newest;
    const entries = me ? await of(me.account_id) : [];
    if (turn !== this.newest) return; // somebody else has come meanwhile
    const unsent = entries.filter(isUnsent).length;
    const count = this.place.querySelector("[data-unsent]");
    count.textContent = (unsent === 1 ? count.dataset.one : count.dataset.many).replace("#", unsent);
    count.hidden = unsent === 0;
    this.place.hidden = entries.length === 0;
    this.place.querySelector("[data-send-now]").hidden = !entries.some((entry) => entry.state === "waiting");
    const wants = (entry) => isUnsent(entry) || ["returned", "draft"].includes(stateOf(entry));
    const [open, done] = [entries.filter(wants), entries.filter((entry) => !wants(entry))];
    const items = (list) => list.map((entry) => this.item(entry, me, catalogue));
    this.place.querySelector("[data-open]").replaceChildren(...items(open));
    const fold = this.place.querySelector("[data-done]");
    fold.hidden = done.length === 0;
    if (done.length !== Number(fold.dataset.done)) fold.open = done.length <= FEW;
    fold.dataset.done = done.length;
    fold.querySelector("[data-done-count]").textContent = done.length;
    fold.querySelector("ul").replaceChildren(...items(done));
  }

  item(entry, me, catalogue) {
    const item = copyOf(this.place, "[data-entry]");
    const body = JSON.parse(entry.body);
    const state = stateOf(entry);
    const parts = (name) => item.querySelector(`[data-${name}]`);
    item.dataset.id = entry.id;
    item.dataset.state = state;
    parts("title").textContent = entry.title;
    parts("about").textContent = [dayInWords(body.performed_on), entry.with].filter(Boolean).join(" · ");
    parts("state").replaceWith(copyOf(this.place, `[data-tag=${state}]`));
    const elsewhere = entry.member_id !== me.member_id && isUnsent(entry);
    showOnly(item, "why", [elsewhere ? "elsewhere" : state]);
    parts("program").textContent = entry.program;
    const can = { phone: ["mend", "discard"], refused: ["mend", "discard"], conflict: ["replace", "apart", "leave"] }[state] ?? ["open"];
    showOnly(item, "can", elsewhere ? ["discard"] : can);
    item.querySelector("a[data-can]").href = `${ROOT}/cases/${entry.id}`;
    if (asks(entry)) this.explain(item, entry, catalogue);
    for (const button of item.querySelectorAll("button[data-do]")) {
      button.addEventListener("click", () => this.act(button.dataset.do, entry));
    }
    return item;
  }

  /* What the service said, and where it has another version, the lines in which the two differ. */
  explain(item, entry, catalogue) {
    const { problem } = entry;
    const errors = problem.errors ?? [];
    const said = errors.map((one) => `${this.nameOf(one.pointer, entry, catalogue)}: ${one.detail}`);
    const whole = problem.detail ?? (said.length || problem.current ? "" : problem.title);
    item.querySelector("[data-said]").replaceChildren(...[whole, ...said].filter(Boolean).map((one) => el("li", {}, one)));
    if (!problem.current) return;
    const told = (content) => linesOf(content, catalogue, this.words.names).map((pair) => pair.join(": "));
    const [there, here] = [told(problem.current), told(JSON.parse(entry.body))];
    const only = (lines, others) => lines.filter((line) => !others.includes(line)).map((line) => el("li", {}, line));
    item.querySelector("[data-versions]").hidden = false;
    item.querySelector("[data-there]").replaceChildren(...only(there, here));
    item.querySelector("[data-here]").replaceChildren(...only(here, there));
  }

  nameOf(pointer, entry, catalogue) {
    const name = pointer.split("/").pop().replace(/_id$/, "");
    const lines = linesOf({ ...JSON.parse(entry.body), details: { [name]: "?" } }, catalogue, this.words.names);
    return this.words.names[name] ?? lines.at(-1)[0];
  }

  async act(what, entry) {
    if (what === "mend") return this.mend(entry);
    if (what === "discard" || what === "leave") return drop(entry.id);
    if (what === "replace") {
      const { revision } = entry.problem.current;
      await alter(entry.id, (kept) => ({ ...kept, state: "waiting", problem: undefined, if_match: `"${revision}"` }));
    }
    if (what === "apart") {
      const { problem: _, if_match: __, ...rest } = entry;
      await keep({ ...rest, id: newId(), state: "waiting" });
      await drop(entry.id);
    }
    return this.send();
  }
}
