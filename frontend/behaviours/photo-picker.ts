import { readTaken } from "./exif";
import { sendButtons, words } from "./start";

const LONGEST = 1600;
const QUALITY = 0.8;

/** Draws the photo anew, at most 1600 px long, as JPEG. What the browser cannot decode (HEIC) stays as it is. */
export async function shrink(file: File): Promise<File> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob || (blob.size >= file.size && file.type === "image/jpeg" && scale === 1)) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
}

/**
 * One to three photos: previews, removal, camera and gallery buttons. Place and time are read from the original and put
 * into the hidden inputs, then each photo is shrunk; the file input itself carries the result, so the form is sent as ever.
 */
export function photoPicker(box: HTMLElement): void {
  const input = box.querySelector<HTMLInputElement>("input[type=file]");
  const list = box.querySelector<HTMLElement>("[data-photo-picker-list]");
  const says = box.querySelector<HTMLElement>("[data-photo-picker-says]");
  if (!input || !list || !says) return;
  const most = Number(box.dataset.max ?? 3);
  let photos: { file: File; place: { lat?: number; lon?: number; at?: string } }[] = [];

  box.classList.add("is-live");
  box.querySelector("[data-photo-picker-buttons]")?.removeAttribute("hidden");
  const pick = (fromCamera: boolean) => {
    if (fromCamera) input.setAttribute("capture", "environment");
    else input.removeAttribute("capture");
    input.click();
  };
  box.querySelector("[data-photo-picker-camera]")?.addEventListener("click", () => pick(true));
  box.querySelector("[data-photo-picker-gallery]")?.addEventListener("click", () => pick(false));

  const drop = box.querySelector<HTMLElement>(".photo-picker__drop");
  drop?.addEventListener("dragover", (event) => (event.preventDefault(), drop.classList.add("is-over")));
  drop?.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop?.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    void add([...(event.dataTransfer?.files ?? [])]);
  });
  input.addEventListener("change", () => void add([...(input.files ?? [])]));
  if (input.files?.length) void add([...input.files]);

  async function add(files: File[]): Promise<void> {
    const fresh = files.filter((file) => !photos.some((photo) => photo.file === file));
    const room = most - photos.length;
    busy(true);
    for (const file of fresh.slice(0, room)) {
      says!.textContent = words(box, "working");
      const place = await readTaken(file).catch(() => ({}));
      photos.push({ file: await shrink(file), place });
      show();
    }
    busy(false);
    if (fresh.length > room) says!.textContent = words(box, "many", { n: most });
  }

  function busy(yes: boolean): void {
    box.toggleAttribute("aria-busy", yes);
    for (const button of sendButtons(input!.form)) button.disabled = yes;
  }

  function show(): void {
    const held = new DataTransfer();
    for (const { file } of photos) held.items.add(file);
    input!.files = held.files;
    fill("photo_lat", photos.find(({ place }) => place.lat !== undefined)?.place.lat);
    fill("photo_lon", photos.find(({ place }) => place.lon !== undefined)?.place.lon);
    fill("photo_taken_at", photos.find(({ place }) => place.at)?.place.at);
    list!.replaceChildren(...photos.map(({ file }, index) => item(file, index)));
    const size = photos.reduce((sum, { file }) => sum + file.size, 0) / 1048576;
    says!.textContent = photos.length ? words(box, "ready", { n: photos.length, size: megabytes(size) }) : "";
    box.dispatchEvent(new CustomEvent("photos:changed", { bubbles: true }));
  }

  function fill(name: string, value: string | number | undefined): void {
    const field = (input!.form ?? box).querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (field) field.value = value === undefined ? "" : String(value);
  }

  function item(file: File, index: number): HTMLLIElement {
    const place = document.createElement("li");
    place.className = "photo-picker__item";
    const preview = new Image();
    preview.alt = "";
    preview.src = URL.createObjectURL(file);
    preview.onload = () => URL.revokeObjectURL(preview.src);
    preview.onerror = () => preview.replaceWith(document.createTextNode(file.name));
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", words(box, "remove", { n: index + 1 }));
    remove.addEventListener("click", () => {
      photos = photos.filter((photo) => photo.file !== file);
      show();
      input!.focus();
    });
    const size = document.createElement("small");
    size.textContent = megabytes(file.size / 1048576);
    place.append(preview, remove, size);
    return place;
  }
}

function megabytes(size: number): string {
  const text = `${Math.max(size, 0.01).toFixed(2)} MB`;
  return document.documentElement.lang === "en" ? text : text.replace(".", ",");
}
