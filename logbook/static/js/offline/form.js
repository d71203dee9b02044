/* The form for logging without a connection, drawn from the catalogue that is on this phone. */
import { dayHere, el } from "./dom.js";
import { canBeAsked, drawn, fillChoices, fillSelect, isInSight, valueOf, wrongNumber } from "./fields.js";
import { inWords, procedureOf } from "./said.js";

const ALWAYS = ["procedure", "performed_on", "role"];
const DOUBLE_TAP_MS = 300;
const TO_SUBMIT = ["supervisor_id", "outcome", "age_band"];

export class Form {
  /* `kept({body, title, with})` is called with a case that is whole; it answers whether it was kept. */
  constructor(form, words, kept) {
    Object.assign(this, { form, words, kept, catalogue: null });
    form.elements.procedure.addEventListener("change", () => this.drawFields());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.once(() => this.send(event.submitter?.value !== "draft"));
    });
  }

  /* A double tap is one case, and no complaint about the empty form that follows it. */
  async once(act) {
    if (this.form.ariaBusy === "true") return;
    this.form.ariaBusy = "true";
    try {
      if (await act()) await new Promise((resolve) => { setTimeout(resolve, DOUBLE_TAP_MS); });
    } finally {
      this.form.ariaBusy = "false";
    }
  }

  draw(catalogue) {
    this.catalogue = catalogue;
    const { form, words } = this;
    const { content, often, asked } = catalogue;
    const named = content.procedures.map((one) => ({ id: one.id, name: inWords(one.name), search: searchOf(one) }));
    const groups = content.categories.map((category) => [inWords(category.name), named.filter((one) =>
      procedureOf(catalogue, one.id).category === category.id)]);
    fillSelect(form.elements.procedure, [], words.choose, groups);
    const known = new Map(catalogue.supervisors.map((one) => [one.id, one]));
    const late = asked.map((id) => known.get(id)).filter(Boolean);
    const others = catalogue.supervisors.filter((one) => !late.includes(one));
    fillSelect(form.elements.supervisor_id, [], words.choose, [[words.recent, late], [words.others, others]]);
    fillSelect(form.elements.site_id, catalogue.sites, words.unstated);
    for (const [name, list] of [["role", "roles"], ["outcome", "outcomes"], ["age_band", "age_bands"]]) {
      fillChoices(form.querySelector(`[data-field=${name}] .lb-choice-list`), name, content[list]);
    }
    this.shortcuts(often.map((id) => procedureOf(catalogue, id)).filter(Boolean));
    this.empty();
  }

  shortcuts(recent) {
    const list = this.form.querySelector("[data-often]");
    list.hidden = recent.length === 0;
    list.replaceChildren(...recent.map((one) => {
      const button = el("button", { type: "button", class: "lb-kind" }, inWords(one.short));
      button.addEventListener("click", () => this.choose(one.id));
      return el("li", {}, button);
    }));
  }

  /* Nothing but who stands by and where: those stay the same for a list of cases. */
  empty() {
    const { elements } = this.form;
    const [supervisor, site] = [elements.supervisor_id.value, elements.site_id.value];
    this.form.reset();
    [elements.supervisor_id.value, elements.site_id.value] = [supervisor, site];
    this.day(dayHere());
    this.drawFields();
    this.complain([]);
  }

  day(day) {
    const now = new Date();
    const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    this.form.querySelector("[data-day=today]").dataset.date = dayHere(now);
    this.form.querySelector("[data-day=yesterday]").dataset.date = dayHere(before);
    this.form.elements.performed_on.value = day;
    this.form.elements.performed_on.dispatchEvent(new Event("input"));
  }

  choose(id) {
    const select = this.form.elements.procedure;
    select.value = id;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  procedure() {
    return procedureOf(this.catalogue, this.form.elements.procedure.value);
  }

  drawFields() {
    const fields = (this.procedure()?.fields ?? []).filter(canBeAsked);
    const folded = fields.filter((field) => !isInSight(field));
    const part = (name) => this.form.querySelector(`[data-${name}]`);
    part("in-sight").replaceChildren(...fields.filter(isInSight).map((field) => drawn(field, this.words.unstated)));
    part("folded").replaceChildren(...folded.map((field) => drawn(field, this.words.unstated)));
    part("technique").hidden = folded.length === 0;
    if (this.procedure() && this.procedure().kind !== "procedure") this.tick("outcome", "success"); // only a procedure can fail
  }

  /* An entry that is to be mended, as it was typed. */
  fill(body) {
    const { elements } = this.form;
    this.empty();
    this.choose(body.procedure);
    this.day(body.performed_on);
    for (const name of ["supervisor_id", "site_id"]) elements[name].value = body[name] ?? "";
    for (const name of ["role", "outcome", "age_band"]) this.tick(name, body[name]);
    for (const [name, value] of Object.entries(body.details ?? {})) this.tick(`details-${name}`, value);
    elements.complicated.checked = false;
    this.form.scrollIntoView();
    elements.performed_on.focus({ preventScroll: true });
  }

  tick(name, value) {
    const wanted = [value].flat().map(String);
    for (const control of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = wanted.includes(control.value);
      else control.value = value ?? "";
    }
  }

  async send(submit) {
    const data = new FormData(this.form);
    const whole = submit && !data.has("complicated"); // what happened needs words: those wait for the service
    const fields = (this.procedure()?.fields ?? []).filter(canBeAsked);
    const details = Object.fromEntries(fields.map((field) => [field.name, valueOf(field, data)]).filter(([, value]) => value !== undefined));
    const wrong = this.wrong(data, fields, details, whole);
    this.complain(wrong);
    if (wrong.length) return false;
    const body = { procedure: data.get("procedure"), performed_on: data.get("performed_on"), role: data.get("role"), details, submit: whole };
    for (const name of ["supervisor_id", "site_id", "age_band", "outcome"]) if (data.get(name)) body[name] = data.get(name);
    const supervisor = this.catalogue.supervisors.find((one) => one.id === body.supervisor_id)?.name ?? "";
    const kept = await this.kept({ body: JSON.stringify(body), title: inWords(this.procedure().name), with: supervisor });
    if (kept) this.empty();
    return kept;
  }

  /* What is missing or wrong, [name, words]. The service judges everything once more. */
  wrong(data, fields, details, whole) {
    const { words } = this;
    const found = [...ALWAYS, ...(whole ? TO_SUBMIT : [])].filter((name) => !data.get(name)).map((name) => [name, words.needed]);
    if (data.get("performed_on") > dayHere()) found.push(["performed_on", words.future]);
    for (const field of fields) {
      const value = details[field.name];
      const name = `details-${field.name}`;
      if (value === undefined) {
        if (whole && field.required) found.push([name, words.needed]);
        continue;
      }
      const complaint = wrongNumber(field, value, words);
      if (complaint) found.push([name, complaint]);
      const other = field.companion;
      if (!whole || !other || (other.when !== null && other.when !== value) || details[other.field] !== undefined) continue;
      const asked = fields.some((one) => one.name === other.field);
      found.push([asked ? `details-${other.field}` : name, asked ? words.needed : words.as_draft]);
    }
    return found;
  }

  complain(wrong) {
    const { form } = this;
    for (const old of form.querySelectorAll("[data-complaint]")) old.remove();
    for (const field of form.querySelectorAll(".has-error")) field.classList.remove("has-error");
    const lines = wrong.map(([name, said]) => {
      const field = form.querySelector(`[data-field="${name}"]`);
      const label = field.querySelector(".lb-label");
      const control = field.querySelector("input:not([hidden]), select:not([hidden])");
      field.classList.add("has-error");
      field.closest("details")?.setAttribute("open", "");
      label.after(el("div", { class: "lb-error", "data-complaint": true, id: `${name}-error` }, said));
      control.setAttribute("aria-describedby", `${name}-error`);
      return el("li", {}, el("a", { href: `#${control.id}` }, `${label.textContent.trim()}: ${said}`));
    });
    const summary = form.querySelector("[data-errors]");
    summary.hidden = lines.length === 0;
    summary.querySelector("ul").replaceChildren(...lines);
    if (lines.length) summary.focus();
  }
}

const searchOf = (one) => [...Object.values(one.name), ...Object.values(one.short), ...one.abbreviations, ...one.also].join(" ");
