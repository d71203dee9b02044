/* A select becomes a combobox with a listbox (ARIA 1.2 pattern). The select stays in the form and
   keeps the value; an option's data-search adds words by which it is found. */
export function enhance(fields) {
  fields.forEach((field) => {
    const select = field.querySelector("select");
    if (select && !select.multiple) new Typeahead(field, select);
  });
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class Typeahead {
  constructor(field, select) {
    this.field = field;
    this.select = select;
    this.active = -1;
    this.input = this.makeInput();
    this.list = make("ul", { id: `${select.id}-list`, role: "listbox", class: "lb-listbox", "aria-labelledby": `${select.id}-label` });
    this.list.hidden = true;
    this.status = make("div", { role: "status", class: "visually-hidden" });
    this.box = make("div", { class: "lb-typeahead-box" });
    this.box.append(this.input, this.list);
    select.after(this.box, this.status);
    if (document.activeElement === select) this.input.focus(); // a late script takes the cursor from nobody
    select.hidden = true;
    this.settle();
    this.listen();
  }

  makeInput() {
    const { id } = this.select;
    const input = make("input", {
      type: "text", id: `${id}-search`, class: "form-control form-select", role: "combobox", autocomplete: "off",
      autocapitalize: "none", spellcheck: "false", enterkeyhint: "done", placeholder: this.field.dataset.prompt ?? "",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.select.hasAttribute(name)) input.setAttribute(name, this.select.getAttribute(name));
    }
    if (this.select.classList.contains("is-invalid")) input.classList.add("is-invalid");
    this.field.querySelector(`label[for="${id}"]`)?.setAttribute("for", input.id);
    return input;
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => this.open(""));
    input.addEventListener("input", () => this.open(input.value));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => { this.close(); this.settle(); });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose(item);
    });
    this.select.addEventListener("focus", () => input.focus());
    this.select.addEventListener("change", () => this.settle()); // chosen by another part of the page
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.settle()));
  }

  open(words) {
    const sought = fold(words).split(/\s+/).filter(Boolean);
    const fits = (option) => {
      const text = fold(`${option.textContent} ${option.dataset.search ?? ""}`);
      return sought.every((word) => text.includes(word));
    };
    const found = [...this.select.options].filter((option) => option.value && fits(option));
    let group = null;
    this.list.replaceChildren();
    for (const [place, option] of found.entries()) {
      const heading = option.parentElement.label;
      if (heading && heading !== group) this.list.append(make("li", { class: "lb-listbox-group", role: "presentation" }, heading));
      group = heading;
      const item = make("li", { id: `${this.list.id}-${place}`, role: "option", class: "lb-listbox-option", "aria-selected": String(option.selected) }, option.textContent.trim());
      item.option = option;
      this.list.append(item);
    }
    if (!found.length) this.list.append(make("li", { class: "lb-listbox-none", role: "presentation" }, this.field.dataset.none));
    this.status.textContent = found.length ? (this.field.dataset.count ?? "#").replace("#", found.length) : this.field.dataset.none;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(sought.length && found.length ? 0 : -1);
  }

  key(event) {
    const options = this.items();
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (this.list.hidden) this.open("");
      else this.point((this.active + (key === "ArrowDown" ? 1 : -1) + options.length) % (options.length || 1));
    } else if (key === "Enter" && !this.list.hidden) {
      if (options[this.active]) this.choose(options[this.active]);
    } else if (key === "Escape" && !this.list.hidden) {
      this.close();
      this.settle();
    } else {
      if (key === "Tab" && !this.list.hidden && this.input.value && options[this.active]) this.choose(options[this.active]);
      return;
    }
    event.preventDefault();
  }

  items() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  point(place) {
    this.active = place;
    this.items().forEach((item, at) => item.classList.toggle("is-active", at === place));
    const item = this.items()[place];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", item.id);
    return item.scrollIntoView({ block: "nearest" });
  }

  choose(item) {
    const changed = !item.option.selected;
    item.option.selected = true;
    this.close();
    this.settle();
    if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  settle() {
    const option = this.select.selectedOptions[0];
    this.input.value = option?.value ? option.textContent.trim() : "";
  }
}

function make(tag, attributes, text) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}
