/* Hints on the words of feedback while they are written: the same two questions, by the same lists,
   as logbook/domain/feedback_hints.py. Nothing leaves the page, and nothing is held back. */
export function enhance(forms) {
  for (const form of forms) {
    const rules = JSON.parse(form.dataset.hints);
    watch(form, "went_well", rules, (words) => words.filter((word) => !rules.praise.includes(word)).length >= rules.evidenceWords, "no_evidence");
    watch(form, "next_step", rules, (words) => words.length >= rules.stepWords && words.some((word) => rules.steps.includes(word)), "no_step");
  }
}

function watch(form, name, rules, fine, hint) {
  const field = form.elements.namedItem(name);
  const place = form.querySelector(`[data-hint-for="${field.id}"]`);
  const show = () => {
    const words = wordsOf(field.value);
    place.textContent = words.length === 0 || fine(words) ? "" : rules.says[hint];
  };
  field.addEventListener("change", show);
  field.addEventListener("input", show);
}

const wordsOf = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
