/* Looks at the words of a guarded field while they are written: <textarea data-identifiers="/address">.
   The service reads them, by the same rules by which it takes or refuses the form, and keeps nothing
   of it. What may tell who the patient is gets marked in place; below the field each has a button
   that takes it out, and the list of reasons that goes with the form. */
const PAUSE_MS = 500;

export function enhance(fields) {
  fields.forEach((field) => new Guard(field).begin());
}

class Guard {
  constructor(field) {
    this.field = field;
    this.panel = document.getElementById(`${field.id}-told`);
    this.status = this.panel.querySelector("[role=status]");
    this.part = this.panel.querySelector("[data-told-part]");
    this.places = [];
    this.asked = 0;
    this.text = field.value;
  }

  begin() {
    this.mirror = mirrorOf(this.field);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("scroll", () => this.draw());
    this.field.addEventListener("blur", () => { if (this.waiting) this.check(); });
    this.part.addEventListener("click", (event) => this.clicked(event));
    this.part.addEventListener("change", (event) => this.reasoned(event.target));
    addEventListener("resize", () => this.draw());
    if (this.field.value.trim()) this.check(false);
  }

  /* Marks follow the words around them; a mark whose own words were touched goes. */
  typed() {
    const [before, after] = [this.text, this.field.value];
    const shift = after.length - before.length;
    let head = 0;
    while (head < before.length && before[head] === after[head]) head += 1;
    let tail = 0;
    while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    this.places = this.places.map((place) => {
      if (!place || place[1] <= head) return place;
      if (place[0] >= before.length - tail) return [place[0] + shift, place[1] + shift];
      return null;
    });
    this.text = after;
    this.draw();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.check(), PAUSE_MS);
  }

  async check(aloud = true) {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    const turn = ++this.asked;
    const text = this.field.value;
    const body = new FormData();
    body.set("text", text);
    body.set("field", this.field.id);
    for (const select of this.part.querySelectorAll("[data-told-reason]")) body.set(select.name, select.value);
    const token = this.field.form.querySelector("[name$=csrf_token]").value;
    try {
      const answer = await fetch(this.field.dataset.identifiers, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (!answer.ok || turn !== this.asked || text !== this.field.value) return;
      this.show(await answer.json(), aloud);
    } catch {
      // Out of reach: the service looks at it when the form is sent.
    }
  }

  show(found, aloud) {
    const page = new DOMParser().parseFromString(found.part, "text/html");
    const chosen = new Map([...this.part.querySelectorAll("[data-told-reason]")].map((select) => [select.name, select.value]));
    this.part.replaceChildren(...page.body.childNodes);
    // A reason may have been chosen while the answer was on its way.
    for (const select of this.part.querySelectorAll("[data-told-reason]")) select.value = chosen.get(select.name) || select.value;
    for (const button of this.part.querySelectorAll("[data-told-remove]")) button.hidden = false;
    this.places = found.places;
    if (aloud && this.status.textContent !== found.said) this.status.textContent = found.said;
    this.part.querySelectorAll("[data-told-reason]").forEach((select) => this.reasoned(select));
    this.draw();
  }

  clicked(event) {
    const button = event.target.closest("[data-told-remove]");
    if (!button) return;
    const item = button.closest("[data-told-one]");
    const place = this.places[[...this.part.querySelectorAll("[data-told-one]")].indexOf(item)];
    if (!place) return;
    const [before, after] = [this.field.value.slice(0, place[0]), this.field.value.slice(place[1])];
    const joined = before.endsWith(" ") || before === "" ? before + after.replace(/^ /, "") : before + after;
    this.field.value = joined;
    this.field.focus();
    this.field.setSelectionRange(before.length, before.length);
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.check();
  }

  reasoned(select) {
    const items = [...this.part.querySelectorAll("[data-told-one]")];
    const item = select.closest("[data-told-one]");
    item.classList.toggle("is-stated", select.value !== "");
    const mark = this.mirror.querySelectorAll("mark")[items.indexOf(item)];
    mark?.classList.toggle("is-stated", select.value !== "");
  }

  /* The same words behind glass, over the field: only the marks can be seen. */
  draw() {
    const { field, mirror, part } = this;
    const text = field.value;
    const stated = [...part.querySelectorAll("[data-told-reason]")].map((select) => select.value !== "");
    const parts = [];
    let end = 0;
    this.places.forEach((place, at) => {
      if (!place) return;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(...place);
      mark.classList.toggle("is-stated", stated[at] ?? false);
      parts.push(text.slice(end, place[0]), mark);
      end = place[1];
    });
    parts.push(text.slice(end));
    if (end === 0) parts.length = 0;
    mirror.replaceChildren(...parts);
    mirror.style.width = `${field.clientWidth + field.clientLeft * 2}px`;
    mirror.style.height = `${field.offsetHeight}px`;
    mirror.scrollTop = field.scrollTop;
    mirror.scrollLeft = field.scrollLeft;
  }
}

/* Beside the field in its .lb-marked: a field that is moved loses the cursor of whoever is already writing. */
function mirrorOf(field) {
  const mirror = document.createElement("div");
  mirror.className = `form-control lb-marks${field.tagName === "TEXTAREA" ? "" : " is-line"}`;
  mirror.setAttribute("aria-hidden", "true");
  field.after(mirror);
  return mirror;
}
