/* The form of a case: the main button says to whom the case goes, and the folded complications say
   what was ticked. Without this module the button says 'Submit'. */
export function enhance(forms) {
  for (const form of forms) {
    name(form);
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

function tell(fold) {
  const said = fold.querySelector("[data-fold-said]");
  const show = () => {
    const ticked = [...fold.querySelectorAll("input:checked + label .lb-choice-text")];
    said.textContent = ticked.map((text) => text.textContent).join(", ") || said.dataset.none;
  };
  fold.addEventListener("change", show);
  show();
}
