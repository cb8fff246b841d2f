import { type Draft, keep, sendWaiting, waiting } from "./draft-store";
import { sendButtons, toast, words } from "./start";

/**
 * `data-draft="name"` on a form: what is typed survives a closed page, and a send without a signal waits on the phone.
 * The form carries an `idempotency_key`; the same key goes with every try, so a report is never filed twice.
 */
export function draft(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return showWaiting(form);
  const name = `draft:${form.dataset.draft}`;
  restore(form, name);
  form.addEventListener("input", () => save(form, name));
  form.addEventListener("change", () => save(form, name));
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (navigator.onLine) return localStorage.removeItem(name);
    event.preventDefault();
    void keepForLater(form, event.submitter).then(() => localStorage.removeItem(name));
  });
}

const typed = (form: HTMLFormElement) =>
  [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      "name" in field && Boolean(field.name) && !["hidden", "file", "password", "submit", "button"].includes((field as HTMLInputElement).type),
  );

function save(form: HTMLFormElement, name: string): void {
  const values = typed(form)
    .filter((field) => !(field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type) && !field.checked))
    .map((field) => [field.name, field.value]);
  localStorage.setItem(name, JSON.stringify(values));
}

/** Only into fields the server left empty: its word on what was typed is newer. */
function restore(form: HTMLFormElement, name: string): void {
  const values: [string, string][] = JSON.parse(localStorage.getItem(name) ?? "[]");
  for (const field of typed(form)) {
    const value = values.find(([saved]) => saved === field.name)?.[1];
    if (value === undefined) continue;
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      const group = form.elements.namedItem(field.name);
      const chosen = group instanceof RadioNodeList && group.value !== "";
      if (!chosen && values.some(([saved, given]) => saved === field.name && given === field.value)) field.checked = true;
    } else if (!field.value) {
      field.value = value;
    }
  }
}

async function keepForLater(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const fields = new FormData(form, submitter);
  // A form kept for offline use is opened again and again: a key that already waits belongs to another report.
  const given = String(fields.get("idempotency_key") ?? "");
  const taken = (await waiting()).some((other) => other.key === given);
  const key = given && !taken ? given : crypto.randomUUID();
  fields.set("idempotency_key", key);
  fields.set("claimed_at", new Date().toISOString());
  const entries = [...fields.entries()].filter(([, value]) => !(value instanceof File && value.size === 0));
  await keep({ key, address: form.action, page: location.href, savedAt: new Date().toISOString(), fields: entries });
  const worker = await navigator.serviceWorker?.ready.catch(() => undefined);
  const sync = (worker as unknown as { sync?: { register(tag: string): Promise<void> } })?.sync;
  await sync?.register("drafts").catch(() => undefined);
  await announceWaiting();
  for (const button of sendButtons(form)) button.disabled = true;
}

/** Sends what waits when the page opens and when the signal returns. */
export function sendDrafts(): void {
  const go = () => void sendWaiting((_, address) => toast(words(document.body, "sent"), address)).catch(() => undefined).then(announceWaiting);
  addEventListener("online", go);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.sent) toast(words(document.body, "sent"), data.sent);
    void announceWaiting();
  });
  if (navigator.onLine) go();
  else void announceWaiting();
}

const banners = new Set<HTMLElement>();

/** `data-draft` on anything but a form: shown with the count while drafts wait. */
function showWaiting(banner: HTMLElement): void {
  banners.add(banner);
  void announceWaiting();
}

let told = 0;

async function announceWaiting(): Promise<void> {
  const drafts: Draft[] = await waiting().catch(() => []);
  const text = words(document.body, "drafts", { n: drafts.length });
  for (const banner of banners) {
    banner.hidden = drafts.length === 0;
    const place = banner.querySelector("[data-draft-count]") ?? banner;
    if (drafts.length) place.textContent = text;
  }
  if (drafts.length > told && !banners.size) toast(text);
  told = drafts.length;
}
