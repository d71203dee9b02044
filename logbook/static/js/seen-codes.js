/* The codes of the next hours, in <section data-codes data-first data-now data-seconds>: six digits for
   each half minute, shown by the phone's clock as it stood to ours when the page came. So it goes on
   without a connection; the QR code is drawn by the service and then goes away. */
const DIGITS = 6;
const PLACES = 10000;

export function enhance(places) {
  places.forEach(follow);
}

function follow(place) {
  const { codes, first, now, seconds } = place.dataset;
  const ahead = Number(now) - Date.now();
  const status = place.querySelector("[role=status]");
  const drawn = place.querySelector("[data-qr]");
  const code = place.querySelector("[data-code]");
  let shown = Number(first);
  place.querySelector("[data-next]").hidden = true;
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);

  function tick() {
    const step = Math.floor((Date.now() + ahead) / 1000 / Number(seconds));
    if (step === shown) return;
    shown = step;
    const from = (step - Number(first)) * DIGITS;
    const own = codes.slice(from, from + DIGITS);
    if (from < 0 || own.length < DIGITS) {
      code.textContent = "";
      drawn.replaceChildren();
      status.textContent = status.dataset.over;
      return;
    }
    const whole = String(step % PLACES).padStart(4, "0") + own;
    code.textContent = `${whole.slice(0, 4)} ${whole.slice(4, 7)} ${whole.slice(7)}`;
    draw(step);
  }

  async function draw(step) {
    drawn.replaceChildren(); // that of the last code must not be scanned
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-qr]");
      if (!answer.ok || !fresh) throw new Error(String(answer.status));
      if (step === shown) drawn.replaceChildren(...fresh.childNodes);
      status.textContent = "";
    } catch {
      status.textContent = status.dataset.alone;
    }
  }
}
