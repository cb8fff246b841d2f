import { sendButtons } from "./start";

/** A form is sent once: its buttons rest until the answer comes. The page coming back from memory wakes them. */
export function once(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  const buttons = () => sendButtons(form);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    // The name and value of the pressed button must still be sent, so it is disabled after this turn.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      form.dataset.sent = "yes";
      for (const button of buttons()) {
        button.disabled = true;
        button.setAttribute("aria-busy", String(button === event.submitter));
      }
    });
  });
  const wake = () => {
    delete form.dataset.sent;
    for (const button of buttons()) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  };
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  form.addEventListener("htmx:finally:request", wake);
}
