/* Narrows the catalogue down while a name is typed, as the server's search does: every word typed
   must begin a word of the name or of a synonym. Enter opens the only one that is left. */
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
    this.around = document.querySelectorAll("[data-unsearched]");
    input.addEventListener("input", () => this.narrow());
    form.addEventListener("submit", (event) => this.openTheOnlyOne(event));
    if (input.value) this.narrow();
  }

  narrow() {
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
    this.status.textContent = typed.length ? this.status.dataset.count.replace("#", this.left.length) : "";
  }

  openTheOnlyOne(event) {
    const [only] = this.left?.length === 1 && this.input.value ? this.left : [];
    if (!only) return;
    event.preventDefault();
    only.querySelector("a").click();
  }
}
