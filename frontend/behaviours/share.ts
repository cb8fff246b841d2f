import { toast, words } from "./start";

async function toClipboard(text: string, element: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(text);
  toast(words(element, "done"));
}

/** `data-copy="text"`: puts the text into the clipboard. */
export function copy(button: HTMLElement): void {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => void toClipboard(button.dataset.copy ?? "", button));
}

/** `data-share="address"`: the phone's own sharing, else the address into the clipboard. */
export function share(button: HTMLElement): void {
  if (!navigator.share && !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const url = button.dataset.share ?? location.href;
    if (!navigator.share) return void toClipboard(url, button);
    void navigator.share({ title: button.dataset.title ?? document.title, url }).catch(() => undefined);
  });
}
