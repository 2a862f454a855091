import topology from 'virtual:california-counties';
import L from 'leaflet';
import { feature } from 'topojson-client';

/**
 * ZIP codes are the finest locations in the data. A closer view would promise more precision than it has.
 */
export const closestZoom = 13;
const farthestZoom = 5;
const namesFromZoom = 8;

const counties = feature(topology, topology.objects.counties) as GeoJSON.FeatureCollection<
  GeoJSON.Geometry,
  { name: string }
>;

export const california = L.latLngBounds([32.5, -124.5], [42.05, -114.1]);

const boundsByCounty = new Map<string, L.LatLngBounds>();

/** A map of California's counties that asks no other server for anything. */
export function createBaseMap(container: HTMLElement): L.Map {
  const map = L.map(container, {
    minZoom: farthestZoom,
    maxZoom: closestZoom,
    // Whole steps of zoom are too coarse to fill a tall map with a tall state.
    zoomSnap: 0.25,
    maxBounds: california.pad(0.5),
    attributionControl: false,
    zoomControl: false,
  });
  L.control.zoom({ position: 'topright' }).addTo(map);
  L.control.scale({ metric: false, position: 'bottomright' }).addTo(map);
  L.geoJSON(counties, { interactive: false, style: { className: 'county' } }).addTo(map);
  addCountyNames(map);
  return map;
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

function countyBounds(): Map<string, L.LatLngBounds> {
  if (boundsByCounty.size === 0) {
    for (const county of counties.features) {
      boundsByCounty.set(county.properties.name, L.geoJSON(county).getBounds());
    }
  }
  return boundsByCounty;
}

function addCountyNames(map: L.Map): void {
  const pane = map.createPane('county-names');
  pane.style.zIndex = '450';
  pane.setAttribute('aria-hidden', 'true');
  const names = L.layerGroup(
    [...countyBounds()].map(([name, bounds]) =>
      L.marker(bounds.getCenter(), {
        pane: 'county-names',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: 'county-name', html: name, iconSize: [120, 16] }),
      }),
    ),
  );
  const show = () => {
    if (map.getZoom() >= namesFromZoom) names.addTo(map);
    else names.remove();
  };
  map.on('zoomend', show);
}
