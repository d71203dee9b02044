/* The fields of a form, as the service draws them: chips, segments, lists and numbers. No field is for
   free text: what cannot be typed cannot tell who a patient is. */
import { el } from "./dom.js";
import { inWords } from "./said.js";

const FEW = 5;
const WHERE_IT_WAS = ["levels", "sides", "regions", "approaches"];

/* Fields that differ from case to case stand in sight; the others are folded away. */
export const isInSight = (field) => field.required || WHERE_IT_WAS.includes(field.own);

export function fillChoices(place, name, choices, many = false) {
  place.replaceChildren(...choices.map(({ code, label }, at) => el("div", { class: "lb-choice" },
    el("input", { type: many ? "checkbox" : "radio", name, value: code, id: `${name}-${at}`, class: "lb-choice-input" }),
    el("label", { class: "lb-choice-label", for: `${name}-${at}` }, el("span", { class: "lb-choice-text" }, inWords(label))))));
}

export function fillSelect(select, choices, empty, groups = []) {
  const options = (list) => list.map(({ id, name, search }) => el("option", { value: id, "data-search": search }, name));
  select.replaceChildren(el("option", { value: "" }, empty));
  for (const [label, list] of groups) if (list.length) select.append(el("optgroup", { label }, ...options(list)));
  select.append(...options(choices));
}

export function drawn(field, empty) {
  const name = `details-${field.name}`;
  const label = inWords(field.label) + (field.unit ? ` (${field.unit})` : "");
  if (field.kind === "choices" || (field.kind === "choice" && field.choices.length <= FEW)) {
    const list = el("div", { class: "lb-choice-list" });
    fillChoices(list, name, field.choices, field.kind === "choices");
    return el("fieldset", { class: "lb-field lb-choices lb-chips", "data-field": name, id: name }, el("legend", { class: "lb-label" }, label), list);
  }
  const control = field.kind === "choice"
    ? el("select", { class: "form-select", name, id: name })
    : el("input", { class: "form-control", name, id: name, autocomplete: "off", inputmode: field.kind === "integer" ? "numeric" : "decimal", maxlength: 12 });
  if (field.kind === "choice") fillSelect(control, field.choices.map((one) => ({ id: one.code, name: inWords(one.label) })), empty);
  return el("div", { class: "lb-field", "data-field": name }, el("label", { class: "lb-label", for: name }, label), control);
}

export const canBeAsked = (field) => field.kind !== "text";

/* The value of a field as it is sent; undefined for a blank one. */
export function valueOf(field, data) {
  const given = data.getAll(`details-${field.name}`).map((one) => one.trim()).filter(Boolean);
  if (!given.length) return undefined;
  if (field.kind === "choices") return given;
  if (field.kind === "integer" && /^\d{1,7}$/.test(given[0])) return Number(given[0]);
  return field.kind === "decimal" ? given[0].replace(",", ".") : given[0];
}

/* What is wrong with a number, in words; nothing when nothing is. */
export function wrongNumber(field, value, words) {
  if (!["integer", "decimal"].includes(field.kind)) return "";
  if (field.kind === "integer" && typeof value !== "number") return words.whole;
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(String(value))) return words.number;
  const fits = Number(value) >= field.low && Number(value) <= field.high;
  return fits ? "" : words.between.replace("#", field.low).replace("#", field.high);
}
