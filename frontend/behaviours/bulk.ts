/**
 * `data-bulk` on a form around a queue: the bar `data-bulk-bar` shows while rows are picked, with their count.
 * Without scripts the bar always stands there.
 */
export function bulk(form: HTMLElement): void {
  const boxes = () => [...form.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")];
  const bar = form.querySelector<HTMLElement>("[data-bulk-bar]");
  const count = form.querySelector<HTMLElement>("[data-bulk-count]");
  const all = form.querySelector<HTMLInputElement>("[data-bulk-all]");

  function show(): void {
    const picked = boxes().filter((box) => box.checked).length;
    for (const box of boxes()) box.closest("tr")?.classList.toggle("is-picked", box.checked);
    if (bar) bar.hidden = picked === 0;
    if (count) count.textContent = String(picked);
    if (!all) return;
    all.checked = picked > 0 && picked === boxes().length;
    all.indeterminate = picked > 0 && !all.checked;
  }

  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all!.checked;
    show();
  });
  form.querySelector("[data-bulk-clear]")?.addEventListener("click", () => {
    for (const box of boxes()) box.checked = false;
    show();
  });
  show();
}
