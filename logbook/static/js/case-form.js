/* The form of a case: the main button says to whom the case goes, the folded complications say what
   was ticked, and a page that is gone back to sends the case under the id that it had before: what
   is sent twice stays one case. Without this module the button says 'Submit'. */
export function enhance(forms) {
  for (const form of forms) {
    name(form);
    keepId(form);
    form.querySelectorAll("[data-fold-tells]").forEach(tell);
  }
}

function name(form) {
  const select = form.elements.supervisor;
  const button = form.querySelector("button[name=step][value=submit]");
  const plain = button.textContent.trim();
  const show = () => {
    const chosen = select.selectedOptions[0];
    button.textContent = chosen?.value ? form.dataset.submitTo.replace("#", chosen.textContent.trim()) : plain;
  };
  select.addEventListener("change", show);
  show();
}

/* A page is made anew when one goes back to it, with a new id; its place in the history keeps the
   first one. */
function keepId(form) {
  const made = form.dataset.caseForm;
  if (!made) return;
  const kept = history.state?.caseId ?? made;
  form.action = form.action.replace(made, kept);
  history.replaceState({ ...history.state, caseId: kept }, "");
}

function tell(fold) {
  const said = fold.querySelector("[data-fold-said]");
  const show = () => {
    const ticked = [...fold.querySelectorAll("input:checked + label .lb-choice-text")];
    said.textContent = ticked.map((text) => text.textContent).join(", ") || said.dataset.none;
  };
  fold.addEventListener("change", show);
  show();
}
