import "../styles/leaflet.css";
import { circle, circleMarker, divIcon, geoJSON, type LatLng, layerGroup, map as makeMap, marker, tileLayer } from "leaflet";
import { findMe } from "./pin-map";
import { words } from "./start";

const CITY_CENTRE: [number, number] = [-6.2, 106.83];
const NAMED_FROM = 14; // zoom below which names of areas would lie on each other
const PIN = `<svg viewBox="0 0 40 52" width="40" height="52" aria-hidden="true"><path class="pin-icon" d="M20 50C10 36 3 28 3 19a17 17 0 0 1 34 0c0 9-7 17-17 31z" fill="#C7430D" stroke="#fff" stroke-width="3"/><circle cx="20" cy="19" r="7" fill="#fff"/></svg>`;

export function drawPinMap(box: HTMLElement): void {
  const canvas = box.querySelector<HTMLElement>("[data-pin-map-canvas]");
  if (!canvas) return;
  const says = box.parentElement?.querySelector<HTMLElement>("[data-pin-map-says]") ?? null;
  const scope: ParentNode = box.closest("form") ?? document;
  const field = (name: string) => scope.querySelector<HTMLInputElement>(`[name="${box.getAttribute(`data-${name}-input`)}"]`);
  const given = [field("lat")?.value || box.dataset.lat, field("lon")?.value || box.dataset.lon];
  const known = Boolean(given[0] && given[1]);
  const start: [number, number] = known ? [Number(given[0]), Number(given[1])] : middleOf(box.dataset.shapes);

  box.hidden = false;
  const chart = makeMap(canvas, { zoomControl: true, attributionControl: Boolean(box.dataset.tiles) });
  chart.setView(start, known ? Number(box.dataset.zoom ?? 17) : NAMED_FROM);
  if (box.dataset.tiles) tileLayer(box.dataset.tiles, { maxZoom: 19, attribution: box.dataset.attribution }).addTo(chart);
  const ground = layerGroup().addTo(chart);
  let shown = "";
  if (box.dataset.shapes) {
    const address = box.dataset.shapes.split("?")[0];
    const follow = () => {
      canvas.classList.toggle("is-far", chart.getZoom() < NAMED_FROM);
      const { lat, lng } = chart.getCenter();
      // To a hundredth of a degree, so that neighbours share what a cache keeps.
      void drawShapes(`${address}?lat=${lat.toFixed(2)}&lon=${lng.toFixed(2)}`);
    };
    chart.on("moveend", follow);
    follow();
  }

  const pin = marker(start, {
    draggable: true,
    autoPan: true,
    keyboard: true,
    title: words(box, "pin"),
    alt: words(box, "pin"),
    icon: divIcon({ html: PIN, className: "pin", iconSize: [40, 52], iconAnchor: [20, 50] }),
  }).addTo(chart);
  const around = circle(start, { radius: 0, stroke: false, fillColor: "#0B6285", fillOpacity: 0.2 }).addTo(chart);

  pin.on("dragend", () => put(pin.getLatLng()));
  chart.on("click", ({ latlng }) => put(latlng));
  pin.getElement()?.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [0, -8], ArrowDown: [0, 8], ArrowLeft: [-8, 0], ArrowRight: [8, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const at = chart.latLngToContainerPoint(pin.getLatLng()).add([step[0], step[1]]);
    put(chart.containerPointToLatLng(at));
  });
  box.querySelector("[data-pin-map-locate]")?.addEventListener("click", () => void locate());
  if (!known && navigator.permissions) {
    void navigator.permissions.query({ name: "geolocation" }).then(({ state }) => {
      if (state === "granted") void locate();
    });
  }

  // Coordinates that someone types move the pin too.
  let putting = false;
  for (const name of ["lat", "lon"]) {
    field(name)?.addEventListener("change", () => {
      const [lat, lng] = [Number(field("lat")?.value), Number(field("lon")?.value)];
      if (putting || !field("lat")?.value || !field("lon")?.value || !(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return;
      pin.setLatLng([lat, lng]);
      around.setRadius(0);
      chart.setView([lat, lng], Math.max(chart.getZoom(), 16));
    });
  }

  async function locate(): Promise<void> {
    const found = await findMe(box, says);
    if (!found) return;
    const at = { lat: found.latitude, lng: found.longitude } as LatLng;
    chart.setView(at, 17);
    put(at, found.accuracy);
    if (says) says.textContent = words(box, "accuracy", { n: Math.round(found.accuracy) });
  }

  /** Moves the pin and tells the form; the inputs' `change` lets htmx fetch the address and what is near. */
  function put(at: LatLng, accuracy?: number): void {
    pin.setLatLng(at);
    around.setLatLng(at).setRadius(accuracy ?? 0);
    fill("lat", at.lat.toFixed(6));
    fill("accuracy", accuracy === undefined ? "" : String(Math.round(accuracy)));
    fill("lon", at.lng.toFixed(6));
    putting = true;
    field("lon")?.dispatchEvent(new Event("change", { bubbles: true }));
    putting = false;
    box.dispatchEvent(new CustomEvent("pin:moved", { bubbles: true }));
  }

  function fill(name: string, value: string): void {
    const input = field(name);
    if (input) input.value = value;
  }

  /** The areas around as polygons with their names, or kelurahan points where no boundaries are loaded; and roads. */
  async function drawShapes(address: string): Promise<void> {
    if (address === shown) return;
    shown = address;
    const answer = await fetch(address);
    if (!answer.ok) return;
    const collection = await answer.json();
    if (address !== shown) return;
    const breadth = (feature?: { properties?: { breadth?: number } }) => feature?.properties?.breadth;
    ground.clearLayers();
    const layer = geoJSON(collection, {
      filter: (feature) => breadth(feature) === undefined,
      style: { color: "#0B6285", weight: 1.5, opacity: 0.55, dashArray: "6 5", fillColor: "#E4F1F7", fillOpacity: box.dataset.tiles ? 0 : 1 },
      pointToLayer: (_, at) => circleMarker(at, { radius: 5, color: "#fff", weight: 2, fillColor: "#0A4D68", fillOpacity: 1 }),
      interactive: false,
      onEachFeature: ({ properties }, shape) => {
        if (properties?.name) shape.bindTooltip(String(properties.name), { permanent: true, direction: "center", className: "map-label" });
      },
    }).addTo(ground);
    // All casings below all roads, so that crossings stay open.
    for (const [color, wider] of box.dataset.tiles ? [] : ([["#DDD5C5", 3], ["#FFFFFF", 0]] as const)) {
      const style = (feature?: { properties?: { breadth?: number } }) => ({ color, weight: 4 + 3 * (breadth(feature) ?? 0) + wider, opacity: 1 });
      geoJSON(collection, { filter: (feature) => breadth(feature) !== undefined, style, interactive: false }).addTo(ground);
    }
    layer.bringToBack();
    around.bringToFront();
  }
}

/** The point around which the page asks for shapes, where nobody has given one yet. */
function middleOf(shapes?: string): [number, number] {
  const asked = new URL(shapes ?? "", location.href).searchParams;
  return asked.has("lat") && asked.has("lon") ? [Number(asked.get("lat")), Number(asked.get("lon"))] : CITY_CENTRE;
}
