import { type Bounds, type MapWindow, readBounds } from '@namc/inputs/bounds';
import { toMeters } from '@namc/inputs/miles';
import L from 'leaflet';

/** `at` in the page's address: latitude, longitude, zoom. */
export function writeAt(map: L.Map): string {
  const { lat, lng } = map.getCenter();
  return `${lat.toFixed(4)},${lng.toFixed(4)},${map.getZoom()}`;
}

/** The view that `at` describes. */
export function viewOf(at: string | undefined): { center: L.LatLngTuple; zoom: number } | undefined {
  const [latitude, longitude, zoom] = (at ?? '').split(',').map(Number);
  return latitude === undefined || longitude === undefined || zoom === undefined
    ? undefined
    : { center: [latitude, longitude], zoom };
}

/** The square around the circle of a search. */
export const areaOf = (
  miles: number,
  place: { latitude: number; longitude: number } | null,
): L.LatLngBounds | null => place && L.latLng(place.latitude, place.longitude).toBounds(2 * toMeters(miles));

/** The rectangle that the map shows, rounded, so that a move of one pixel is not a new question. */
export function windowOf(map: L.Map): MapWindow {
  const bounds = map.getBounds();
  const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, Number(value.toFixed(3))));
  return {
    window: [
      clamp(bounds.getWest(), 180),
      clamp(bounds.getSouth(), 90),
      clamp(bounds.getEast(), 180),
      clamp(bounds.getNorth(), 90),
    ],
    zoom: map.getZoom(),
  };
}

export const rectangle = ([west, south, east, north]: Bounds): L.LatLngBounds =>
  L.latLngBounds([south, west], [north, east]);

/** The ring around the place of a search, its rectangle, and the point of the row under the pointer. */
export class Highlights {
  readonly #map: L.Map;
  #ring: L.Circle | undefined;
  #area: L.Rectangle | undefined;
  #point: L.Marker | undefined;

  constructor(map: L.Map) {
    this.#map = map;
  }

  ring(place: { latitude: number; longitude: number } | null, miles: number): void {
    this.#ring?.remove();
    this.#ring = place
      ? L.circle([place.latitude, place.longitude], {
          radius: toMeters(miles),
          interactive: false,
          className: 'search-ring',
        }).addTo(this.#map)
      : undefined;
  }

  area(bounds: string | undefined): void {
    const area = bounds === undefined ? undefined : readBounds(bounds);
    this.#area?.remove();
    this.#area = area
      ? L.rectangle(rectangle(area), { interactive: false, className: 'search-ring' }).addTo(this.#map)
      : undefined;
  }

  point(place: { latitude: number; longitude: number } | null): void {
    this.#point?.remove();
    this.#point = place
      ? L.marker([place.latitude, place.longitude], {
          interactive: false,
          keyboard: false,
          zIndexOffset: 10_000,
          icon: L.divIcon({ className: 'mark mark-pointed', html: '<span></span>', iconSize: [28, 28] }),
        }).addTo(this.#map)
      : undefined;
    this.#point?.getElement()?.setAttribute('aria-hidden', 'true');
  }
}
