/** Gives each element with a behaviour's attribute that behaviour, once, now and whenever htmx brings in more. */
export type Behaviour = (element: HTMLElement) => void;

export function start(behaviours: Record<string, Behaviour>): void {
  const begun = new WeakMap<Element, Set<string>>();

  function look(root: ParentNode): void {
    for (const [attribute, behave] of Object.entries(behaviours)) {
      const found = [...root.querySelectorAll<HTMLElement>(`[${attribute}]`)];
      if (root instanceof HTMLElement && root.hasAttribute(attribute)) found.unshift(root);
      for (const element of found) {
        const done = begun.get(element) ?? new Set<string>();
        if (done.has(attribute)) continue;
        begun.set(element, done.add(attribute));
        behave(element);
      }
    }
  }

  const whenReady = () => {
    look(document);
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) if (node instanceof HTMLElement) look(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whenReady);
  else whenReady();
}

/** The element's sentence `data-words-NAME` with `{n}` and other places filled. */
export function words(element: HTMLElement, name: string, values: Record<string, string | number> = {}): string {
  const sentence = element.getAttribute(`data-words-${name}`) ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, place: string) => String(values[place] ?? ""));
}

/** The buttons that send the form, also those that stand outside it and name it. */
export function sendButtons(form: HTMLFormElement | null): HTMLButtonElement[] {
  return [...(form?.elements ?? [])].filter((field): field is HTMLButtonElement => field instanceof HTMLButtonElement && field.type === "submit");
}

/** A short message at the foot of the page, read out by screen readers. */
export function toast(text: string, href = ""): void {
  const place = document.querySelector("[data-toasts]");
  if (!place || !text) return;
  const message = document.createElement(href ? "a" : "p");
  message.className = "toast";
  message.textContent = text;
  if (href) {
    message.setAttribute("href", href);
    message.style.pointerEvents = "auto";
  }
  place.append(message);
  setTimeout(() => message.remove(), href ? 30_000 : 4_000);
}
