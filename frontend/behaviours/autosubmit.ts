/** A form of filters is sent as soon as one changes; without scripts its button does it. */
export function autosubmit(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  form.querySelector<HTMLElement>("[data-autosubmit-button]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}
