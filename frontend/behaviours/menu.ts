/** A `<details>` used as a menu closes by Escape and by a click elsewhere. */
export function menu(details: HTMLElement): void {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target as Node)) details.removeAttribute("open");
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.removeAttribute("open");
    details.querySelector("summary")?.focus();
  });
}
