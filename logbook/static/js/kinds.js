/* Narrows the catalogue down while a name is typed, as the server's search does: every word typed
   must begin a word of the name or of a synonym. Enter opens the only one that is left.
   What says more than a name, as L4-5 TFESI R, the service reads; its part of the page is shown. */
const PAUSE_MS = 250;

export function enhance(forms) {
  for (const form of forms) {
    const catalogue = document.getElementById(form.dataset.kinds);
    const input = form.querySelector("input[type=search]");
    if (catalogue && input) new Narrowing(form, input, catalogue);
  }
}

const wordsOf = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

class Narrowing {
  constructor(form, input, catalogue) {
    this.input = input;
    this.catalogue = catalogue;
    this.status = form.querySelector("[role=status]");
    this.kinds = [...catalogue.querySelectorAll("[data-search]")].map((item) => ({ item, known: wordsOf(`${item.textContent} ${item.dataset.search}`) }));
    this.understood = document.querySelector("[data-understood]");
    this.around = document.querySelectorAll("[data-unsearched]");
    input.addEventListener("input", () => this.narrow());
    form.addEventListener("submit", (event) => this.openTheOnlyOne(event));
    if (input.value) this.narrow(false);
  }

  narrow(fresh = true) {
    const typed = wordsOf(this.input.value);
    const fits = (known) => typed.every((part) => known.some((word) => word.startsWith(part)));
    this.left = [];
    for (const { item, known } of this.kinds) {
      item.hidden = !fits(known);
      if (!item.hidden) this.left.push(item);
    }
    for (const shelf of this.catalogue.querySelectorAll("details")) {
      shelf.hidden = !shelf.querySelector("[data-search]:not([hidden])");
      shelf.open = typed.length > 0;
    }
    for (const part of this.around) part.hidden = typed.length > 0;
    this.catalogue.hidden = this.left.length === 0;
    this.count(typed.length ? this.left.length : null);
    const more = typed.length > 0 && this.left.length === 0;
    clearTimeout(this.waiting);
    this.understood.hidden = !more || fresh;
    if (more && fresh) this.waiting = setTimeout(() => this.read(), PAUSE_MS);
    if (more && !fresh) this.take();
  }

  count(many) {
    this.status.textContent = many === null ? "" : this.status.dataset.count.replace("#", many);
  }

  async read() {
    const text = this.input.value;
    const address = new URL(location.pathname, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector("[data-understood]");
      if (!answer.ok || !part || text !== this.input.value) return;
      this.understood.replaceChildren(...part.childNodes);
      this.understood.hidden = false;
      this.take();
    } catch {
      // Out of reach: Enter sends the search as a page.
    }
  }

  take() {
    this.left = [...this.understood.querySelectorAll("[data-search]")];
    this.count(this.left.length);
  }

  openTheOnlyOne(event) {
    const [only] = this.left?.length === 1 && this.input.value ? this.left : [];
    if (!only) return;
    event.preventDefault();
    only.querySelector("a").click();
  }
}
