/* The seconds that remain for an undo; when they are over, the offer goes. The server decides. */
export function enhance(offers) {
  for (const offer of offers) {
    const left = offer.querySelector("[data-countdown-left]");
    const end = performance.now() + Number(offer.dataset.countdown) * 1000;
    const timer = setInterval(tick, 250);
    tick();

    function tick() {
      const seconds = Math.ceil((end - performance.now()) / 1000);
      if (seconds > 0) {
        if (left) left.textContent = String(seconds);
        return;
      }
      clearInterval(timer);
      const form = offer.querySelector("form");
      if (form && form.contains(document.activeElement)) {
        document.getElementById("main")?.focus({ preventScroll: true });
      }
      form?.remove();
    }
  }
}
