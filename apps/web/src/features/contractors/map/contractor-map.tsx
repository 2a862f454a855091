import 'leaflet/dist/leaflet.css';
import './contractor-map.css';
import { type Bounds, writeBounds } from '@namc/inputs/bounds';
import { narrows } from '@namc/inputs/contractors';
import { useQuery } from '@tanstack/react-query';
import L from 'leaflet';
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { ThinBar } from '../../../ui/skeleton.tsx';
import type { Contractor, ContractorPage, MapFeature } from '../contractor.ts';
import { extentQuery, mapQuery } from '../contractor-queries.ts';
import { type ContractorPageSearch, filtersOf } from '../contractor-search.ts';
import { isCounty } from '../county-names.ts';
import { withoutPlaces } from '../understood.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';
import { closestZoom, createBaseMap, limitZoom } from './base-map.ts';
import { MapLegend } from './map-legend.tsx';
import { Highlights, type MapWindow, rectangle, windowOf, writeAt } from './map-place.ts';
import { capWords, elsewhereWords } from './marker-words.ts';
import { extentOf, type MapSpot, Markers, opensCard } from './markers.ts';
import { useLabels } from './use-labels.ts';
import { useMapCard } from './use-map-card.ts';
import { useMapFit } from './use-map-fit.ts';

interface Parts {
  map: L.Map;
  markers: Markers;
  highlights: Highlights;
}

const MapCard = lazy(patiently(() => import('./map-card.tsx')));
const nothing: MapFeature[] = [];
/** Pixels on both sides of the contractors of a cluster that was opened. */
const splitPadding = L.point(96, 96);

/** The results as points. The list and the fields beside it can do everything that the map does. */
export default function ContractorMap({
  search,
  change,
  place,
  understood,
  total,
  pointed,
  light,
}: {
  search: ContractorPageSearch;
  change: ChangeSearch;
  place: ContractorPage['place'];
  understood: ContractorPage['understood'];
  /** The number of results in words, once it is known. */
  total: string | null;
  /** The contractor whose row is under the pointer. */
  pointed: Contractor | null;
  /** Tells which rectangle of the map the pointer is on. */
  light: (extent: Bounds | null) => void;
}) {
  const container = useRef<HTMLDivElement>(null);
  const [parts, setParts] = useState<Parts | null>(null);
  const [shown, setShown] = useState<MapWindow | null>(null);
  const filters = filtersOf(search);
  const card = useMapCard(JSON.stringify(filters), search.at);
  const fit = useMapFit(parts?.map ?? null, search, place);
  // Leaflet's listeners live as long as the map and have to see the newest values.
  const latest = useRef({ search, change, light, fit, card });
  useLayoutEffect(() => {
    latest.current = { search, change, light, fit, card };
  });

  const open = useCallback((spot: MapSpot, marker: L.Marker, map: L.Map) => {
    const [first] = spot.features;
    const now = latest.current;
    if (spot.features.length === 1 && first?.kind === 'cluster' && first.county && !narrows(now.search)) {
      if (isCounty(first.county)) now.change({ counties: [first.county] });
      return;
    }
    if (opensCard(spot, map.getZoom())) {
      now.card.open(spot, marker.getElement());
      return;
    }
    const around = rectangle(extentOf(spot));
    // One step at least, or a cluster as wide as the map would never split.
    const closer = Math.max(map.getZoom() + 1, map.getBoundsZoom(around, false, splitPadding));
    map.setView(around.getCenter(), Math.min(closestZoom, closer));
    // The cluster splits, and the focus must not be lost with it.
    map.getContainer().focus();
  }, []);

  useEffect(() => {
    if (!container.current) return undefined;
    const map = createBaseMap(container.current);
    let settled = writeAt(map);
    const markers = new Markers(map, {
      open: (spot, marker) => open(spot, marker, map),
      light: (extent) => latest.current.light(extent),
    });
    map.on('moveend', () => {
      setShown(windowOf(map));
      const at = writeAt(map);
      if (at === settled) return;
      settled = at;
      if (latest.current.fit.isMoving()) return;
      latest.current.change({ at }, { replace: true, keepMap: true });
    });
    map.on('click', () => latest.current.card.close());
    setShown(windowOf(map));
    setParts({ map, markers, highlights: new Highlights(map) });
    const observer = new ResizeObserver(() =>
      latest.current.fit.resize(() => {
        map.invalidateSize({ animate: false });
        limitZoom(map);
      }),
    );
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      map.remove();
      setParts(null);
    };
  }, [open]);

  const view = useQuery({
    ...mapQuery(filters, shown ?? { window: [0, 0, 0, 0], zoom: 0 }),
    enabled: shown !== null && fit.isSettled,
  });
  const features = view.data?.features ?? nothing;
  const isCapped = view.data?.capped ?? false;
  useEffect(() => {
    if (shown) parts?.markers.draw(features, isCapped);
  }, [parts, features, isCapped, shown]);
  useLabels(parts, shown?.zoom, `${JSON.stringify(shown)} ${view.dataUpdatedAt}`);
  useEffect(() => parts?.highlights.ring(place, search.miles), [parts, place, search.miles]);
  useEffect(() => parts?.highlights.area(search.bounds), [parts, search.bounds]);
  useEffect(() => parts?.highlights.point(pointed?.location ?? null), [parts, pointed]);
  const isAsked = narrows(search);
  const { data: extent } = useQuery({ ...extentQuery(filters), enabled: parts !== null && isAsked });

  const data = view.data;
  const here = shown ? writeBounds(shown.window) : undefined;

  return (
    <div className="flex h-full flex-col gap-2">
      <a
        href="#after-map"
        className="sr-only rounded-control bg-raised px-3 py-2 text-dense text-link focus:not-sr-only focus:absolute focus:z-[1200]"
      >
        Skip the map
      </a>
      <div className="relative isolate min-h-0 flex-1 overflow-hidden rounded-card border border-divider">
        <div ref={container} className="portal-map h-full" />
        <div className="pointer-events-none absolute inset-x-0 top-0 z-[1000]">
          <ThinBar busy={view.isFetching} />
        </div>
        {search.at && here !== search.bounds && (
          <Button
            className="absolute top-3 left-1/2 z-[1000] -translate-x-1/2 whitespace-nowrap shadow-overlay"
            onClick={() =>
              change({ bounds: here, near: '', q: withoutPlaces(search.q, understood) }, { keepMap: true })
            }
          >
            Search this area
          </Button>
        )}
        {card.spot && (
          <Suspense>
            <MapCard
              key={card.spot.features[0]?.id}
              spot={card.spot}
              page={card.page}
              turn={card.turn}
              search={search}
              close={card.close}
              change={change}
            />
          </Suspense>
        )}
        {view.isError && !data && (
          <div className="absolute inset-x-3 bottom-3 z-[1000]">
            <ErrorPanel
              what="Couldn’t load the points on the map"
              error={view.error}
              retry={() => void view.refetch()}
            />
          </div>
        )}
      </div>
      <MapLegend />
      <p id="after-map" tabIndex={-1} className="text-meta text-text-2">
        {capWords(isCapped, place !== null)} {isAsked && extent && elsewhereWords(extent.elsewhere, total)}{' '}
        {isAsked
          ? 'Locations are approximate: each is the center of a ZIP code.'
          : 'All contractors by county. Neighboring counties are grouped until you zoom in.'}
      </p>
    </div>
  );
}
