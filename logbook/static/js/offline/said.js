/* What a catalogue calls things, in the language of the page. */
const spoken = document.documentElement.lang;

export const inWords = (text) => text?.[spoken] ?? text?.en ?? Object.values(text ?? {})[0] ?? "";

export const procedureOf = (catalogue, id) => catalogue?.content.procedures.find((one) => one.id === id);

const labelOf = (choices, code) => inWords(choices?.find((one) => one.code === code)?.label) || String(code ?? "");
const nameOf = (list, id) => list?.find((one) => one.id === id)?.name ?? "";

export function dayInWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Intl.DateTimeFormat(spoken, { dateStyle: "medium" }).format(new Date(year, month - 1, date));
}

/* The lines of a case, [what, value], as it was sent or as the log has it. */
export function linesOf(content, catalogue, names) {
  const known = catalogue?.content;
  const procedure = procedureOf(catalogue, content.procedure);
  const lines = [
    [names.procedure, inWords(procedure?.name) || content.procedure],
    [names.performed_on, dayInWords(content.performed_on)],
    [names.role, labelOf(known?.roles, content.role)],
    [names.supervisor, content.supervisor?.name ?? nameOf(catalogue?.supervisors, content.supervisor_id)],
    [names.outcome, labelOf(known?.outcomes, content.outcome)],
    [names.age_band, labelOf(known?.age_bands, content.age_band)],
    [names.site, content.site?.name ?? nameOf(catalogue?.sites, content.site_id)],
  ];
  for (const [name, value] of Object.entries(content.details ?? {})) {
    const field = procedure?.fields.find((one) => one.name === name);
    lines.push([inWords(field?.label) || name, [value].flat().map((one) => labelOf(field?.choices, one)).join(", ")]);
  }
  return lines.filter(([, value]) => value);
}
