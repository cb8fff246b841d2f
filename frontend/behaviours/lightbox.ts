/** Links to photos inside open large in a dialog; without scripts they open as they are. */
export function lightbox(frame: HTMLElement): void {
  frame.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    const small = link?.querySelector("img");
    if (!link || !small || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(link.href, small.alt);
  });
}

function show(address: string, alt: string): void {
  const english = document.documentElement.lang === "en";
  const dialog = document.createElement("dialog");
  dialog.className = "lightbox";
  dialog.setAttribute("aria-label", alt || (english ? "Photo" : "Foto"));
  const bar = document.createElement("form");
  bar.method = "dialog";
  bar.className = "lightbox__bar";
  const caption = document.createElement("span");
  caption.textContent = alt;
  const close = document.createElement("button");
  close.className = "button button--ghost button--small";
  close.textContent = english ? "Close" : "Tutup";
  bar.append(caption, close);
  const photo = new Image();
  photo.src = address;
  photo.alt = alt;
  dialog.append(bar, photo);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
