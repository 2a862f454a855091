import list from 'virtual:roads';
import L from 'leaflet';
import { type Pixel, signPlaces } from './road-signs.ts';

type RoadKind = (typeof list)[number][1];

/** The places of one sign, the best one first. */
export interface RoadSign {
  text: string;
  kind: RoadKind;
  places: L.Point[];
}

/** From here on a mile beside the true course would show, and the lines are no better. */
export const roadsUntilZoom = 11;
/** State routes, and the signs of short interstates, are too many for a view of half the state. */
const allFromZoom = 8;
/** Between two signs of one road, in pixels. */
const apart = 340;
/** A sign that stands at the edge would be cut. */
const fromEdge = 24;

interface Road {
  text: string;
  kind: RoadKind;
  line: L.LatLng[];
  bounds: L.LatLngBounds;
}

const roads = list.map(([text, kind, points]): Road => {
  const line = points.map(([longitude, latitude]) => L.latLng(latitude, longitude));
  return { text, kind, line, bounds: L.latLngBounds(line) };
});

/** The numbers of the long interstates have one or two digits. */
const isLong = (text: string, kind: RoadKind) => kind !== 'state' && /-\d\d?$|^US-/.test(text);

/** Lines of the large roads under the names and the markers, and the places for their signs. */
export class Roads {
  readonly #map: L.Map;
  readonly #pane: HTMLElement;
  readonly #lines: L.LayerGroup;

  constructor(map: L.Map) {
    this.#map = map;
    this.#pane = map.getPane('roads') ?? map.createPane('roads');
    this.#pane.setAttribute('aria-hidden', 'true');
    const renderer = L.svg({ pane: 'roads' });
    this.#lines = L.layerGroup(
      // The largest roads come first in the list and have to lie on top.
      [...roads]
        .reverse()
        .map(({ kind, line }) =>
          L.polyline(line, { renderer, interactive: false, className: `road road-${kind}` }),
        ),
    );
  }

  /** Shows the roads if the view is neither too wide nor too close for them, and names the places of their signs. */
  draw(): RoadSign[] {
    const zoom = this.#map.getZoom();
    if (zoom >= roadsUntilZoom) {
      this.clear();
      return [];
    }
    this.#lines.addTo(this.#map);
    this.#pane.classList.toggle('roads-far', zoom < allFromZoom);
    const seen = this.#map.getBounds();
    return roads
      .filter(
        ({ text, kind, bounds }) => (zoom >= allFromZoom || isLong(text, kind)) && seen.intersects(bounds),
      )
      .flatMap((road) => this.#signs(road));
  }

  clear(): void {
    this.#lines.remove();
  }

  #signs({ text, kind, line }: Road): RoadSign[] {
    const from = this.#map.getPixelOrigin();
    const corner = this.#map.containerPointToLayerPoint([0, 0]);
    const { x, y } = this.#map.getSize();
    const view = {
      left: corner.x + fromEdge,
      top: corner.y + fromEdge,
      right: corner.x + x - fromEdge,
      bottom: corner.y + y - fromEdge,
    };
    const pixels = line.map((point): Pixel => {
      const at = this.#map.project(point);
      return [at.x - from.x, at.y - from.y];
    });
    return signPlaces(pixels, apart, view).map((places) => ({
      text,
      kind,
      places: places.map(([left, top]) => L.point(left, top)),
    }));
  }
}
