/* Lets the time run that the server has noted; only the server's counts. */
export function enhance(watches) {
  for (const watch of watches) {
    const began = performance.now() - Number(watch.dataset.stopwatch) * 1000;
    setInterval(() => {
      const seconds = Math.floor((performance.now() - began) / 1000);
      watch.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }, 1000);
  }
}
