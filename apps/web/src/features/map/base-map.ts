import topology from 'virtual:california-counties';
import land from 'virtual:neighboring-land';
import { toMiles } from '@namc/inputs/miles';
import L from 'leaflet';
import { feature } from 'topojson-client';
import { wantsLessMotion } from '../../lib/motion.ts';

/**
 * ZIP codes are the finest locations in the data. A closer view would promise more precision than it has.
 */
export const closestZoom = 13;
const farthestZoom = 5;

const counties = feature(topology, topology.objects.counties) as GeoJSON.FeatureCollection<
  GeoJSON.Geometry,
  { name: string }
>;

export const california = L.latLngBounds([32.5, -124.5], [42.05, -114.1]);
/** As far as there is land to show. */
const around = L.latLngBounds([27.7, -129.7], [46.8, -109.1]);

/** Names for what lies around the state, where nobody searches. They go when a closer view has names of its own. */
const neighborNames: [name: string, latitude: number, longitude: number][] = [
  ['Oregon', 43.4, -120.6],
  ['Nevada', 39.6, -116.8],
  ['Arizona', 34.2, -111.9],
  ['Mexico', 31.3, -115.5],
  ['Pacific Ocean', 35, -124.4],
];
const neighborNamesUntilZoom = 8;

const boundsByCounty = new Map<string, L.LatLngBounds>();

/** Leaflet moves the map once more when the time of a zoom is over, also when the map is gone by then. */
class GlidingMap extends L.Map {
  declare _animatingZoom: boolean;
  override remove(): this {
    this._animatingZoom = false;
    return super.remove();
  }
}

/** A map that jumps where others glide, for people who asked for less motion. */
class StillMap extends L.Map {
  override panBy(offset: L.PointExpression, options?: L.PanOptions): this {
    return super.panBy(offset, { ...options, animate: false });
  }
}

type ScaleDrawer = (element: HTMLElement, words: string, part: number) => void;
const scaleSteps = [0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500];

/** Says half a mile where Leaflet says thousands of feet. */
const MileScale = L.Control.Scale.extend({
  _updateImperial(this: { _iScale: HTMLElement; _updateScale: ScaleDrawer }, maxMeters: number) {
    const most = toMiles(maxMeters);
    const miles = scaleSteps.findLast((step) => step <= most) ?? 0.5;
    this._updateScale(this._iScale, `${miles === 0.5 ? '½' : miles} mi`, miles / most);
  },
}) as unknown as new (
  options: L.Control.ScaleOptions,
) => L.Control.Scale;

/** A map of California's counties that asks no other server for anything. */
export function createBaseMap(container: HTMLElement): L.Map {
  const isStill = wantsLessMotion();
  const map = new (isStill ? StillMap : GlidingMap)(container, {
    minZoom: farthestZoom,
    maxZoom: closestZoom,
    // Whole steps of zoom are too coarse to fill a tall map with a tall state.
    zoomSnap: 0.25,
    maxBounds: around,
    maxBoundsViscosity: 1,
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false,
    zoomAnimation: !isStill,
    markerZoomAnimation: !isStill,
    fadeAnimation: !isStill,
    inertia: !isStill,
  });
  zoomByWheelInUse(map);
  zoomByTwoClicksOnMap(map);
  limitZoom(map);
  map.fitBounds(california, { animate: false, padding: [8, 8] });
  L.control.zoom({ position: 'topright' }).addTo(map);
  new MileScale({ metric: false, position: 'bottomright' }).addTo(map);
  for (const neighbor of ['mexico', 'states'] as const) {
    L.polygon(land[neighbor].map(turned), { interactive: false, className: 'neighbor' }).addTo(map);
  }
  L.polyline(land.borders.map(turned), { interactive: false, className: 'border' }).addTo(map);
  L.geoJSON(counties, { interactive: false, style: { className: 'county' } }).addTo(map);
  const pane = map.createPane('names');
  pane.style.zIndex = '450';
  pane.setAttribute('aria-hidden', 'true');
  addNeighborNames(map);
  return map;
}

/**
 * A wheel on its way down the page does not zoom the map below the pointer. It does once somebody uses the map, and always
 * with Ctrl, which is also what a pinch on a touchpad sends, or with ⌘.
 */
function zoomByWheelInUse(map: L.Map): void {
  const container = map.getContainer();
  const begin = () => map.scrollWheelZoom.enable();
  const end = () => map.scrollWheelZoom.disable();
  container.addEventListener('pointerdown', begin);
  container.addEventListener('pointerleave', end);
  // Before Leaflet hears of it.
  container.addEventListener('wheel', ({ ctrlKey, metaKey }) => (ctrlKey || metaKey) && begin(), {
    capture: true,
    passive: true,
  });
}

/** The first of two clicks can close what lies over the map, and the second one then does not zoom the map below. */
function zoomByTwoClicksOnMap(map: L.Map): void {
  const container = map.getContainer();
  let beganHere = false;
  const note = ({ detail, target }: MouseEvent) => {
    if (detail === 1) beganHere = container.contains(target as Node);
  };
  document.addEventListener('mousedown', note, { capture: true });
  map.on('unload', () => document.removeEventListener('mousedown', note, { capture: true }));
  // Before Leaflet hears of it.
  container.addEventListener('dblclick', (event) => beganHere || event.stopImmediatePropagation(), {
    capture: true,
  });
}

/** Leaflet wants the latitude first. */
const turned = (line: [number, number][]): L.LatLngTuple[] =>
  line.map(([longitude, latitude]) => [latitude, longitude]);

/** Keeps a map of any size from showing more than there is. */
export function limitZoom(map: L.Map): void {
  const whole = map.getBoundsZoom(around, true);
  map.setMinZoom(
    Number.isFinite(whole) ? Math.min(closestZoom, Math.max(farthestZoom, whole)) : farthestZoom,
  );
}

/** The smallest rectangle around these counties, or all of California for none. */
export function boundsOfCounties(names: readonly string[]): L.LatLngBounds {
  const bounds = names.flatMap((name) => countyBounds().get(name) ?? []);
  return bounds
    .slice(1)
    .reduce(
      (all, county) => L.latLngBounds(all.getSouthWest(), all.getNorthEast()).extend(county),
      bounds[0] ?? california,
    );
}

/** The rectangle around each county by its name. */
export function countyBounds(): Map<string, L.LatLngBounds> {
  if (boundsByCounty.size === 0) {
    for (const county of counties.features) {
      boundsByCounty.set(county.properties.name, L.geoJSON(county).getBounds());
    }
  }
  return boundsByCounty;
}

function addNeighborNames(map: L.Map): void {
  const names = L.layerGroup(
    neighborNames.map(([name, latitude, longitude]) =>
      L.marker([latitude, longitude], {
        pane: 'names',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: 'area-name', html: name, iconSize: [140, 16] }),
      }),
    ),
  );
  const show = () => {
    if (map.getZoom() < neighborNamesUntilZoom) names.addTo(map);
    else names.remove();
  };
  map.on('zoomend', show);
  show();
}
