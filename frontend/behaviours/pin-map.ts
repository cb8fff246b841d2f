import { words } from "./start";

/** A map with one pin. Leaflet comes only when such a map stands on the page; without scripts the words do. */
export function pinMap(box: HTMLElement): void {
  void import("./pin-map-drawing").then(({ drawPinMap }) => drawPinMap(box));
}

/** The phone's own place, or a clear sentence why not. */
export function findMe(box: HTMLElement, says: HTMLElement | null): Promise<GeolocationCoordinates | null> {
  return new Promise((done) => {
    const tell = (name: string) => says && (says.textContent = words(box, name));
    if (!navigator.geolocation) return void (tell("unfound"), done(null));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done(coords),
      (error) => (tell(error.code === error.PERMISSION_DENIED ? "refused" : "unfound"), done(null)),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}
