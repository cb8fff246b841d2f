import "./styles/main.css";
import "htmx.org";
import { start } from "./behaviours/start";
import { announce } from "./behaviours/announce";
import { autosubmit } from "./behaviours/autosubmit";
import { copy, share } from "./behaviours/share";
import { countdown } from "./behaviours/countdown";
import { draft, sendDrafts } from "./behaviours/draft";
import { lightbox } from "./behaviours/lightbox";
import { menu } from "./behaviours/menu";
import { once } from "./behaviours/once";
import { photoPicker } from "./behaviours/photo-picker";
import { pinMap } from "./behaviours/pin-map";
import { sendCsrfToken } from "./behaviours/csrf";

sendCsrfToken();
sendDrafts();
start({
  "data-announce": announce,
  "data-autosubmit": autosubmit,
  "data-copy": copy,
  "data-countdown": countdown,
  "data-draft": draft,
  "data-lightbox": lightbox,
  "data-menu": menu,
  "data-once": once,
  "data-photo-picker": photoPicker,
  "data-pin-map": pinMap,
  "data-share": share,
});

if ("serviceWorker" in navigator && window.isSecureContext) {
  void navigator.serviceWorker.register("/service-worker.js", { scope: "/" }).catch(() => undefined);
}
