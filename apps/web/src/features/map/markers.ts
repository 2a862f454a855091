import type { Bounds } from '@namc/inputs/bounds';
import L from 'leaflet';
import { formatCount } from '../../lib/formats.ts';
import { closestZoom } from './base-map.ts';
import { declutter, diameter, type Spot } from './declutter.ts';
import type { MapPoint } from './map-point.ts';
import { countedOn, type MapNoun, numberOn } from './marker-words.ts';
import type { Box } from './place-labels.ts';

export type MapSpot = Spot<MapPoint>;

interface Drawn {
  marker: L.Marker;
  size: number;
  look: string;
}

export interface MarkerActions {
  open: (spot: MapSpot, marker: L.Marker) => void;
  /** The rectangle of the marker under the pointer or the focus, if any. */
  light: (extent: Bounds | null) => void;
}

/** The markers of a map. A marker that is drawn again keeps its element, and with it the focus. */
export class Markers {
  readonly #map: L.Map;
  readonly #actions: MarkerActions;
  readonly #noun: MapNoun;
  readonly #drawn = new Map<string, Drawn>();

  constructor(map: L.Map, noun: MapNoun, actions: MarkerActions) {
    this.#noun = noun;
    this.#map = map;
    this.#actions = actions;
  }

  /** `isCapped`: more match than the features count. */
  draw(features: readonly MapPoint[], isCapped: boolean): void {
    const spots = declutter(
      features.map((feature) => {
        const { x, y } = this.#map.latLngToLayerPoint([feature.latitude, feature.longitude]);
        return { x, y, ...weight(feature), features: [feature] };
      }),
    );
    // From north to south, as they are read. The Tab key follows the order of creation.
    spots.sort((a, b) => a.y - b.y || a.x - b.x);
    const wanted = new Map(spots.map((spot) => [spot.features.map(({ id }) => id).join(' '), spot]));
    for (const [key, { marker }] of this.#drawn) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.#drawn.delete(key);
    }
    for (const [key, spot] of wanted) this.#drawOne(key, spot, isCapped);
  }

  /** The rectangles of the markers on the screen, in the pixels of Leaflet's layers. */
  boxes(): Box[] {
    return [...this.#drawn.values()].map(({ marker, size }) => {
      const { x, y } = this.#map.latLngToLayerPoint(marker.getLatLng());
      return { left: x - size / 2, top: y - size / 2, right: x + size / 2, bottom: y + size / 2 };
    });
  }

  #drawOne(key: string, spot: MapSpot, isCapped: boolean): void {
    const place = this.#map.layerPointToLatLng([spot.x, spot.y]);
    const name = alternative(spot, this.#map.getZoom(), isCapped, this.#noun);
    const look = `${spot.count} ${name}`;
    const earlier = this.#drawn.get(key);
    if (earlier?.look === look) {
      earlier.marker.setLatLng(place);
      return;
    }
    earlier?.marker.remove();
    const marker = L.marker(place, { icon: icon(spot, isCapped), riseOnHover: true }).addTo(this.#map);
    marker.getElement()?.setAttribute('aria-label', name);
    marker.on('click', () => this.#actions.open(spot, marker));
    marker.on('keydown', ({ originalEvent }: L.LeafletKeyboardEvent) => {
      if (originalEvent.key !== 'Enter' && originalEvent.key !== ' ') return;
      originalEvent.preventDefault();
      this.#actions.open(spot, marker);
    });
    const light = () => this.#actions.light(extentOf(spot));
    const dim = () => this.#actions.light(null);
    marker.on('mouseover', light).on('mouseout', dim);
    marker.getElement()?.addEventListener('focus', light);
    marker.getElement()?.addEventListener('blur', dim);
    this.#drawn.set(key, { marker, size: diameter(spot.count), look });
  }
}

/** The rectangle around everybody behind a spot. */
export function extentOf({ features }: MapSpot): Bounds {
  const all = features.map(
    (feature): Bounds =>
      (feature.kind === 'cluster' && feature.extent) || [
        feature.longitude,
        feature.latitude,
        feature.longitude,
        feature.latitude,
      ],
  );
  const side = (number: 0 | 1 | 2 | 3) => all.map((extent) => extent[number]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}

/** A few hundred meters: the center of one ZIP code, which no closer view takes apart. */
const onePlace = 0.003;

/** True if a spot opens its card: one of them, several at one place, or as many as the closest view holds together. */
export function opensCard(spot: MapSpot, zoom: number): boolean {
  const [west, south, east, north] = extentOf(spot);
  const isCounty = spot.features.some((feature) => feature.kind === 'cluster' && feature.county !== null);
  return (
    zoom >= closestZoom ||
    spot.count === 1 ||
    (!isCounty && east - west < onePlace && north - south < onePlace)
  );
}

function weight(feature: MapPoint): { count: number; members: number } {
  if (feature.kind === 'cluster') return { count: feature.count, members: feature.members };
  return { count: 1, members: feature.kind === 'contractor' && feature.isNamcMember ? 1 : 0 };
}

/** One contractor, firm or project, not a cluster that happens to hold only one. */
function isSingle({ features }: MapSpot): boolean {
  return features.length === 1 && features[0]?.kind !== 'cluster';
}

function icon(spot: MapSpot, isCapped: boolean): L.DivIcon {
  const size = diameter(spot.count);
  const single = isSingle(spot);
  const name = single ? (spot.members ? 'contractor member' : 'contractor') : 'cluster';
  return L.divIcon({
    className: `mark mark-${name.replace(' ', ' mark-')}`,
    html: single ? '<span></span>' : `<span>${numberOn(spot.count, isCapped)}</span>`,
    iconSize: [size, size],
  });
}

/** The accessible name of a marker. `isCapped`: the count may be too small. */
function alternative(spot: MapSpot, zoom: number, isCapped: boolean, noun: MapNoun): string {
  const [first] = spot.features;
  if (spot.count === 1 && first?.kind === 'contractor') {
    const where = first.precision === 'zip' ? 'approximate location' : 'at its address';
    return `${first.name}${first.isNamcMember ? ', NAMC member' : ''}, ${where}`;
  }
  if (spot.count === 1 && (first?.kind === 'firm' || first?.kind === 'project'))
    return `${first.name}, approximate location`;
  const all = countedOn(spot.count, isCapped, noun);
  const members =
    spot.members > 0
      ? `, ${isCapped ? 'at least ' : ''}${formatCount(spot.members)} of them NAMC members`
      : '';
  if (spot.features.length === 1 && first?.kind === 'cluster' && first.county) {
    return `${all} in ${first.county} County${members}: show them`;
  }
  return `${all}${members}: ${opensCard(spot, zoom) ? 'show them' : 'zoom in'}`;
}
