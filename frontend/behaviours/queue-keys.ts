/**
 * `data-queue-keys` on the table of a queue: J and K move, Space picks, Enter opens, ? shows the help dialog, and the
 * letters of `data-key` press their buttons. Keys rest while someone types.
 */
export function queueKeys(table: HTMLElement): void {
  const rows = () => [...table.querySelectorAll<HTMLElement>("tbody tr")];
  const current = () => rows().findIndex((row) => row.hasAttribute("aria-current"));

  function moveTo(index: number): void {
    const all = rows();
    const row = all[Math.max(0, Math.min(index, all.length - 1))];
    if (!row) return;
    for (const other of all) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    const link = row.querySelector<HTMLAnchorElement>("a[href]");
    link?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    // Links of a queue with a panel beside it carry hx-get; they load there without leaving the list.
    if (link?.hasAttribute("hx-get")) link.dispatchEvent(new Event("queue:open"));
  }

  table.addEventListener("click", (event) => {
    const row = (event.target as Element).closest("a[href]")?.closest("tr");
    if (!row) return;
    for (const other of rows()) other.toggleAttribute("aria-current", false);
    row.setAttribute("aria-current", "true");
  });

  const keys: Record<string, () => void> = {
    j: () => moveTo(current() + 1),
    k: () => moveTo(current() - 1),
    " ": () => rows()[current()]?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click(),
    Enter: () => rows()[current()]?.querySelector<HTMLAnchorElement>("a[href]")?.click(),
    "?": () => document.querySelector<HTMLDialogElement>("dialog[data-key-help]")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (!table.isConnected || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return;
    if (["Enter", " "].includes(key) && target.matches("button, summary, input")) return;
    if (key === "Enter" && target.matches("a")) return;
    const pressed = keys[key] ?? pressButton(key);
    if (!pressed) return;
    event.preventDefault();
    pressed();
  });
}

function pressButton(key: string): (() => void) | undefined {
  const button = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}" i]`);
  if (!button || button.closest("[hidden]")) return undefined;
  return () => {
    button.click();
    button.focus();
  };
}
