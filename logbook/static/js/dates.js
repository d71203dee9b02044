/* Today and Yesterday fill a date field in; the field stays the truth. */
export function enhance(fields) {
  for (const field of fields) {
    const chips = field.querySelector("[data-date-chips]");
    const input = field.querySelector("input:not([type=hidden])");
    if (!chips || !input) continue;
    const buttons = [...chips.querySelectorAll("[data-date]")];
    const show = () => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.date === input.value));
      }
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        input.value = button.dataset.date;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        show();
      });
    }
    input.addEventListener("input", show);
    chips.hidden = false;
    show();
  }
}
