/** An error summary takes the focus when the page opens, and its links put the cursor into the field. */
export function announce(summary: HTMLElement): void {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href")!.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}
