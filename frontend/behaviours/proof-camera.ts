import { shrink } from "./photo-picker";
import { findMe } from "./pin-map";

/**
 * `data-proof-camera="address of a nonce"` on the form of a proof: at the moment the camera opens the server gives a nonce
 * (proof that the photo comes from the app and now), and the phone its place. Inputs: nonce, lat, lon, accuracy_m, proof.
 */
export function proofCamera(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  const file = form.querySelector<HTMLInputElement>("input[type=file]");
  const says = form.querySelector<HTMLElement>("[data-proof-camera-says]");
  if (!file) return;
  file.setAttribute("capture", "environment");
  const fill = (name: string, value: string) => {
    const input = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (input) input.value = value;
  };
  file.addEventListener("click", () => {
    void fetch(form.dataset.proofCamera!, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { nonce: "" }))
      .then(({ nonce }: { nonce: string }) => fill("nonce", nonce))
      .catch(() => undefined);
    void findMe(form, says).then((place) => {
      if (!place) return;
      fill("lat", place.latitude.toFixed(6));
      fill("lon", place.longitude.toFixed(6));
      fill("accuracy_m", String(Math.round(place.accuracy)));
    });
  });
  file.addEventListener("change", () => void preview());

  async function preview(): Promise<void> {
    const photo = file!.files?.[0];
    if (!photo) return;
    const held = new DataTransfer();
    held.items.add(await shrink(photo));
    file!.files = held.files;
    const image = form.querySelector<HTMLImageElement>("img[data-proof-camera-preview]");
    if (!image) return;
    image.src = URL.createObjectURL(held.files[0]);
    image.hidden = false;
  }
}
