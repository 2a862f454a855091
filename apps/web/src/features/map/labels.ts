import cities from 'virtual:city-labels';
import L from 'leaflet';
import { countyBounds } from './base-map.ts';
import { type Box, placeLabels } from './place-labels.ts';
import { type RoadSign, Roads } from './roads.ts';

/** The place of a name, and the side of its point on which its box lies. */
interface Option extends Box {
  /** From the point to the left upper corner. */
  shift: [x: number, y: number];
}

interface Name {
  text: string;
  kind: 'city' | 'county' | RoadSign['kind'];
  place: L.LatLng;
  options: Option[];
  dot?: Box | undefined;
}

const mostNames = 70;
const height = 16;
/** Past the largest marker, which often lies on the point of a city. */
const pastMarker = 25;
const pastDot = 6;
const radius = 3;

/** The least number of ZIP codes of a city that is named from a zoom on: more names the closer the view is. */
const steps: [untilZoom: number, zipCodes: number][] = [
  [7.5, 15],
  [8.5, 8],
  [9.5, 4],
  [10.5, 2],
];
const classes: Record<Name['kind'], string> = {
  city: 'place-name-city',
  county: 'place-name-county',
  interstate: 'place-sign place-sign-interstate',
  us: 'place-sign',
  state: 'place-sign',
};
/** Of a city that is named before the counties. */
const large = 20;
/** On both sides of the words of a road's sign. */
const signPadding = 5;

/**
 * Names of cities, neighborhoods and counties and the signs of roads for a closer view, none of them over another or over a
 * marker.
 */
export class Labels {
  readonly #map: L.Map;
  readonly #roads: Roads;
  readonly #drawn = new Map<string, L.Marker>();
  readonly #widths = new Map<string, number>();
  readonly #pen = document.createElement('canvas').getContext('2d');

  constructor(map: L.Map) {
    this.#map = map;
    this.#roads = new Roads(map);
  }

  draw(markers: readonly Box[]): void {
    const wanted = new Map(
      placeLabels<Option, Name>(this.#names(markers), markers, mostNames).map(({ label, at }) => {
        const isDotHidden = label.dot === undefined;
        return [`${label.text} ${label.place} ${at.shift} ${isDotHidden}`, { label, at, isDotHidden }];
      }),
    );
    for (const [key, marker] of this.#drawn) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.#drawn.delete(key);
    }
    for (const [key, { label, at, isDotHidden }] of wanted) {
      if (this.#drawn.has(key)) continue;
      const [x, y] = at.shift;
      const name = document.createElement('span');
      name.textContent = label.text;
      name.style.transform = `translate(${x}px, ${y}px)`;
      const marker = L.marker(label.place, {
        pane: 'names',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({
          className: `place-name ${classes[label.kind]}${isDotHidden ? '' : ' place-name-dotted'}`,
          html: name,
          iconSize: [0, 0],
        }),
      });
      this.#drawn.set(key, marker.addTo(this.#map));
    }
  }

  clear(): void {
    this.#roads.clear();
    for (const marker of this.#drawn.values()) marker.remove();
    this.#drawn.clear();
  }

  /** The names of what the map shows, the most important one first. */
  #names(markers: readonly Box[]): Name[] {
    const zoom = this.#map.getZoom();
    const least = steps.find(([until]) => zoom < until)?.[1] ?? 1;
    const seen = this.#map.getBounds().pad(0.1);
    const towns = cities
      .filter(
        ([, longitude, latitude, zipCodes]) => zipCodes >= least && seen.contains([latitude, longitude]),
      )
      .map(([text, longitude, latitude, zipCodes]) => ({
        zipCodes,
        name: this.#withDot(this.#name(text, 'city', L.latLng(latitude, longitude)), markers),
      }));
    const areas = [...countyBounds()]
      .map(([text, bounds]) => this.#name(text, 'county', bounds.getCenter()))
      .filter(({ place }) => seen.contains(place));
    const signs = this.#roads.draw().map((sign) => this.#sign(sign));
    return [
      ...towns.filter(({ zipCodes }) => zipCodes >= large).map(({ name }) => name),
      ...signs.filter(({ kind }) => kind !== 'state'),
      ...areas,
      ...signs.filter(({ kind }) => kind === 'state'),
      ...towns.filter(({ zipCodes }) => zipCodes < large).map(({ name }) => name),
    ];
  }

  #name(text: string, kind: Name['kind'], place: L.LatLng): Name {
    const width = this.#width(text, kind);
    const { x, y } = this.#map.latLngToLayerPoint(place);
    const middle = -height / 2;
    const shifts: [number, number][] =
      kind === 'county'
        ? [0, -height - 4, height + 4, -3 * height, 3 * height].map((down) => [-width / 2, middle + down])
        : [pastDot, pastMarker].flatMap((past): [number, number][] => [
            [past, middle],
            [-past - width, middle],
            [-width / 2, -past - height],
            [-width / 2, past],
          ]);
    const options = shifts.map(([right, down]) => ({
      left: x + right,
      top: y + down,
      right: x + right + width,
      bottom: y + down + height,
      shift: [Math.round(right), Math.round(down)] as [number, number],
    }));
    return { text, kind, place, options };
  }

  /** A sign lies on its road, so that its places are shifts from the first of them. */
  #sign({ text, kind, places }: RoadSign): Name {
    const [first = L.point(0, 0)] = places;
    const width = this.#width(text, kind) + 2 * signPadding;
    const options = places.map((at) => {
      const [left, top] = [at.x - width / 2, at.y - height / 2];
      return {
        left,
        top,
        right: left + width,
        bottom: top + height,
        shift: [Math.round(left - first.x), Math.round(top - first.y)] as [number, number],
      };
    });
    return { text, kind, place: this.#map.layerPointToLatLng(first), options };
  }

  #width(text: string, kind: Name['kind']): number {
    const key = `${kind} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      if (this.#pen) this.#pen.font = `500 ${size * 0.75}px ${getComputedStyle(document.body).fontFamily}`;
      const shownText = kind === 'county' ? text.toUpperCase() : text;
      // The capitals of a county stand apart.
      const spacing = kind === 'county' ? text.length * size * 0.06 : 0;
      width = Math.ceil((this.#pen?.measureText(shownText).width ?? text.length * 7) + spacing) + 2;
      this.#widths.set(key, width);
    }
    return width;
  }

  /** The name with its dot, unless a marker lies there. */
  #withDot(name: Name, markers: readonly Box[]): Name {
    const { x, y } = this.#map.latLngToLayerPoint(name.place);
    const dot = { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
    const isCovered = markers.some(
      ({ left, right, top, bottom }) =>
        dot.right > left && dot.left < right && dot.bottom > top && dot.top < bottom,
    );
    return { ...name, dot: isCovered ? undefined : dot };
  }
}
