import 'leaflet/dist/leaflet.css';
import './result-map.css';
import { type MapWindow, writeBounds } from '@namc/inputs/bounds';
import L from 'leaflet';
import {
  type ReactNode,
  Suspense,
  use,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { ThinBar } from '../../ui/skeleton.tsx';
import { closestZoom, createBaseMap, limitZoom } from './base-map.ts';
import { MapLegend, type MapSign } from './map-legend.tsx';
import { Lights } from './map-lights.ts';
import { Highlights, rectangle, windowOf, writeAt } from './map-place.ts';
import type { MapPoint } from './map-point.ts';
import type { MapNoun } from './marker-words.ts';
import { extentOf, type MapSpot, Markers, opensCard } from './markers.ts';
import { useLabels } from './use-labels.ts';
import { useMapCard } from './use-map-card.ts';
import { type MapExtent, type MapSearch, useMapFit } from './use-map-fit.ts';

interface Parts {
  map: L.Map;
  markers: Markers;
  highlights: Highlights;
}

/** The points of a map, as far as they are loaded. */
export interface MapPoints {
  features: readonly MapPoint[] | undefined;
  capped: boolean;
  isFetching: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  /** Changes with the points. */
  dataUpdatedAt: number;
}

export interface OpenCard {
  spot: MapSpot;
  page: number;
  turn: (page: number) => void;
  close: () => void;
}

const nothing: MapPoint[] = [];
const nowhere: MapWindow = { window: [0, 0, 0, 0], zoom: 0 };
/** Pixels on both sides of the points of a cluster that was opened. */
const splitPadding = L.point(96, 96);

/** The results of a search as points. The list and the fields beside it can do everything that the map does. */
export function ResultMap<Filters>({
  page,
  noun,
  signs,
  search,
  place,
  extent,
  filters,
  usePoints,
  open: openAsPage = () => false,
  move,
  searchArea,
  card: drawCard,
  words,
}: {
  page: '/contractors' | '/directory' | '/projects';
  noun: MapNoun;
  signs: readonly MapSign[];
  search: MapSearch;
  place: { latitude: number; longitude: number } | null;
  extent: MapExtent;
  filters: Filters;
  /** Asks for the points of a window. */
  usePoints: (filters: Filters, window: MapWindow, isDue: boolean) => MapPoints;
  /** True if the page has its own answer to this point. */
  open?: (spot: MapSpot) => boolean;
  /** A person moved the map. */
  move: (at: string) => void;
  searchArea: (bounds: string) => void;
  card: (card: OpenCard) => ReactNode;
  /** The words below the map. `isCapped`: it shows some of the results alone. */
  words: (isCapped: boolean) => ReactNode;
}) {
  const container = useRef<HTMLDivElement>(null);
  const [parts, setParts] = useState<Parts | null>(null);
  const [shown, setShown] = useState<MapWindow | null>(null);
  const card = useMapCard(page, search.asked, search.at);
  const fit = useMapFit(parts?.map ?? null, search, place, extent);
  // Leaflet's listeners live as long as the map and have to see the newest values.
  const lights = use(Lights);
  const latest = useRef({ openAsPage, move, lights, fit, card });
  useLayoutEffect(() => {
    latest.current = { openAsPage, move, lights, fit, card };
  });

  const open = useCallback((spot: MapSpot, marker: L.Marker, map: L.Map) => {
    const now = latest.current;
    if (now.openAsPage(spot)) return;
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
    const markers = new Markers(map, noun, {
      open: (spot, marker) => open(spot, marker, map),
      light: (lit) => latest.current.lights.light(lit),
    });
    map.on('moveend', () => {
      setShown(windowOf(map));
      const at = writeAt(map);
      if (at === settled) return;
      settled = at;
      if (latest.current.fit.isMoving()) return;
      latest.current.move(at);
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
  }, [open, noun]);

  const points = usePoints(filters, shown ?? nowhere, shown !== null && fit.isSettled);
  const features = points.features ?? nothing;
  useEffect(() => {
    if (shown) parts?.markers.draw(features, points.capped);
  }, [parts, features, points.capped, shown]);
  useLabels(parts, shown?.zoom, `${JSON.stringify(shown)} ${points.dataUpdatedAt}`);
  useEffect(() => parts?.highlights.ring(place, search.miles), [parts, place, search.miles]);
  useEffect(() => parts?.highlights.area(search.bounds), [parts, search.bounds]);
  useEffect(() => {
    if (!parts) return undefined;
    let drawn: typeof lights.place = null;
    const draw = () => {
      if (lights.place === drawn) return;
      drawn = lights.place;
      parts.highlights.point(drawn);
    };
    draw();
    return lights.subscribe(draw);
  }, [parts, lights]);
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
          <ThinBar busy={points.isFetching} />
        </div>
        {search.at && here && here !== search.bounds && (
          <Button
            className="absolute top-3 left-1/2 z-[1000] -translate-x-1/2 whitespace-nowrap shadow-overlay"
            onClick={() => searchArea(here)}
          >
            Search this area
          </Button>
        )}
        {card.spot && (
          <Suspense>
            {drawCard({ spot: card.spot, page: card.page, turn: card.turn, close: card.close })}
          </Suspense>
        )}
        {points.isError && !points.features && (
          <div className="absolute inset-x-3 bottom-3 z-[1000]">
            <ErrorPanel
              what="Couldn’t load the points on the map"
              error={points.error}
              retry={() => void points.refetch()}
            />
          </div>
        )}
      </div>
      <MapLegend signs={signs} />
      <p id="after-map" tabIndex={-1} className="text-meta text-text-2">
        {words(points.capped)}
      </p>
    </div>
  );
}
