import 'leaflet/dist/leaflet.css';
import './contractor-map.css';
import { narrows } from '@namc/inputs/contractors';
import { useQuery } from '@tanstack/react-query';
import type L from 'leaflet';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { ThinBar } from '../../../ui/skeleton.tsx';
import type { Contractor, ContractorPage, MapFeature } from '../contractor.ts';
import { mapQuery } from '../contractor-queries.ts';
import { type ContractorPageSearch, filtersOf } from '../contractor-search.ts';
import { isCounty } from '../county-names.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';
import { closestZoom, createBaseMap } from './base-map.ts';
import { MapCard } from './map-card.tsx';
import { MapLegend } from './map-legend.tsx';
import { areaShown, goTo, Highlights, type MapWindow, windowOf, writeAt } from './map-place.ts';
import { type MapSpot, Markers } from './markers.ts';

interface Parts {
  map: L.Map;
  markers: Markers;
  highlights: Highlights;
}

const nothing: MapFeature[] = [];

/** The results as points. The list and the fields beside it can do everything that the map does. */
export default function ContractorMap({
  search,
  change,
  place,
  pointed,
  light,
}: {
  search: ContractorPageSearch;
  change: ChangeSearch;
  place: ContractorPage['place'];
  /** The contractor whose row is under the pointer. */
  pointed: Contractor | null;
  light: (licenseNumber: string | null) => void;
}) {
  const container = useRef<HTMLDivElement>(null);
  const [parts, setParts] = useState<Parts | null>(null);
  const [shown, setShown] = useState<MapWindow | null>(null);
  const filters = filtersOf(search);
  const asked = JSON.stringify(filters);
  /** The open point and the search that it belongs to. Another search closes it. */
  const [card, setCard] = useState<{ spot: MapSpot; asked: string } | null>(null);
  const opener = useRef<HTMLElement | undefined>(undefined);
  // Leaflet's listeners live as long as the map and have to see the newest values.
  const latest = useRef({ search, asked, change, light, place });
  useLayoutEffect(() => {
    latest.current = { search, asked, change, light, place };
  });
  /** True while the page, not a person, moves the map. */
  const programmatic = useRef(false);

  const open = useCallback((spot: MapSpot, marker: L.Marker, map: L.Map) => {
    const [first] = spot.features;
    const now = latest.current;
    opener.current = marker.getElement();
    if (spot.features.length === 1 && first?.kind === 'cluster' && first.county && !narrows(now.search)) {
      if (isCounty(first.county)) now.change({ counties: [first.county] });
      return;
    }
    if (spot.count === 1 || map.getZoom() >= closestZoom) {
      setCard({ spot, asked: now.asked });
      return;
    }
    map.setView(marker.getLatLng(), Math.min(closestZoom, map.getZoom() + 3));
    // The cluster splits, and the focus must not be lost with it.
    map.getContainer().focus();
  }, []);

  useEffect(() => {
    if (!container.current) return undefined;
    const map = createBaseMap(container.current);
    goTo(map, latest.current.search, latest.current.place);
    let settled = writeAt(map);
    const markers = new Markers(map, {
      open: (spot, marker) => open(spot, marker, map),
      light: (license) => latest.current.light(license),
    });
    map.on('moveend', () => {
      setShown(windowOf(map));
      const at = writeAt(map);
      if (at === settled) return;
      settled = at;
      if (programmatic.current) return;
      latest.current.change({ at }, { replace: true, keepMap: true });
    });
    map.on('click', () => setCard(null));
    setShown(windowOf(map));
    setParts({ map, markers, highlights: new Highlights(map) });
    const observer = new ResizeObserver(() => {
      programmatic.current = true;
      map.invalidateSize({ animate: false });
      const { search: now, place: around } = latest.current;
      if (!now.at) goTo(map, now, around);
      programmatic.current = false;
    });
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      map.remove();
      setParts(null);
    };
  }, [open]);

  const target = `${search.at ?? ''} ${place?.latitude},${place?.longitude} ${search.miles} ${search.counties}`;
  const reached = useRef('');
  useEffect(() => {
    if (!parts || reached.current === target) return;
    reached.current = target;
    if (search.at && search.at === writeAt(parts.map)) return;
    programmatic.current = true;
    goTo(parts.map, search, place);
    programmatic.current = false;
  }, [parts, target, search, place]);

  const view = useQuery({
    ...mapQuery(filters, shown ?? { bounds: [0, 0, 0, 0], zoom: 0 }),
    enabled: shown !== null,
  });
  const features = view.data?.features ?? nothing;
  useEffect(() => {
    if (shown) parts?.markers.draw(features);
  }, [parts, features, shown]);
  useEffect(() => parts?.highlights.ring(place, search.miles), [parts, place, search.miles]);
  useEffect(() => parts?.highlights.point(pointed?.location ?? null), [parts, pointed]);

  const closeCard = () => {
    setCard(null);
    opener.current?.focus();
  };
  const data = view.data;

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
        {search.at && (
          <Button
            className="absolute top-3 left-1/2 z-[1000] -translate-x-1/2 whitespace-nowrap shadow-overlay"
            onClick={() => parts && change(areaShown(parts.map), { keepMap: true })}
          >
            Search this area
          </Button>
        )}
        {card?.asked === asked && (
          <MapCard key={card.spot.features[0]?.id} spot={card.spot} close={closeCard} change={change} />
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
        {data?.capped && 'Too many contractors match to show all of them: these are the most prominent. '}
        {narrows(search)
          ? 'Locations are approximate: each is the center of a ZIP code.'
          : 'All contractors by county. Neighboring counties are grouped until you zoom in.'}
      </p>
    </div>
  );
}
