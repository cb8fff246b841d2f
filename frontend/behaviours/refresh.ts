/**
 * `data-refresh="address"`: asks every `data-every` seconds (30) while the page is seen, and shows the answer ("3 laporan
 * baru") in place. Rows never move under the cursor: the badge's link loads them when pressed.
 */
export function refresh(place: HTMLElement): void {
  const every = Number(place.dataset.every ?? 30) * 1000;
  const timer = setInterval(() => void ask(), every);

  async function ask(): Promise<void> {
    if (!place.isConnected) return clearInterval(timer);
    if (document.hidden || !navigator.onLine) return;
    const answer = await fetch(place.dataset.refresh!, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) place.innerHTML = answer.status === 204 ? "" : await answer.text();
  }
}
