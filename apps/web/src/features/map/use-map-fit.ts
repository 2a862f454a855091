import { type Bounds, readBounds } from '@namc/inputs/bounds';
import type L from 'leaflet';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { wantsLessMotion } from '../../lib/motion.ts';
import { california } from './base-map.ts';
import { areaOf, rectangle, viewOf, writeAt } from './map-place.ts';

/** Closer to a single result, nobody would know where in the state it is. */
const closestFit = 11;
/** Pixels between a result and the edge of the map. */
const padding: L.PointTuple = [36, 36];

/** The part of a page’s search that moves its map. */
export interface MapSearch {
  /** The filters as one text. */
  asked: string;
  /** False for a search without any filter, which shows all of California. */
  isNarrowed: boolean;
  at: string | undefined;
  bounds: string | undefined;
  miles: number;
  /** The view for a first search without any result. It stays the same for the same filters. */
  otherwise: L.LatLngBounds;
}

/** The rectangle around the results, as far as it is known. */
export interface MapExtent {
  bounds: Bounds | null | undefined;
  isSuccess: boolean;
  isError: boolean;
}

/**
 * Moves the map to the results of a search that changed; to the view that a person had chosen if the address has one.
 * Without results the map stays where it is.
 */
export function useMapFit(
  map: L.Map | null,
  search: MapSearch,
  place: { latitude: number; longitude: number } | null,
  extent: MapExtent,
): {
  /** True once the map shows where the first search leads. */
  isSettled: boolean;
  /** True while the page, not a person, moves the map. */
  isMoving: () => boolean;
  /** Gives the map its new size by `adjust`, and goes to the same results again, unless a person chose the view. */
  resize: (adjust: () => void) => void;
} {
  const isOnTheWay = useRef(false);
  const isResizing = useRef(false);
  const [isSettled, setSettled] = useState(false);
  const last = useRef<(() => void) | null>(null);
  const next = useRef<(() => void) | null>(null);
  const reached = useRef('');
  const asksForResults = !search.at && !search.bounds && search.isNarrowed;
  const known = search.at ?? search.bounds ?? (asksForResults ? undefined : 'California');
  const around = extent.bounds;
  const found = extent.isSuccess ? `${search.asked} ${around}` : undefined;
  const target = known ?? (extent.isError ? 'unknown' : found);

  useEffect(() => {
    if (!map || target === undefined || reached.current === target) return;
    const isFirst = reached.current === '';
    reached.current = target;
    /** False if there is nowhere to go. */
    const go = (animate: boolean): boolean => {
      const view = viewOf(search.at);
      const area = search.bounds && readBounds(search.bounds);
      if (view && writeAt(map) === search.at) return false;
      if (view) map.setView(view.center, view.zoom, { animate: false });
      else if (area) map.fitBounds(rectangle(area), { animate });
      else if (!asksForResults) map.fitBounds(california, { animate, padding: [8, 8] });
      else if (around) map.fitBounds(rectangle(around), { animate, padding, maxZoom: closestFit });
      else if (!isFirst) return false;
      // The first search of a page has no view to keep.
      else map.fitBounds(areaOf(search.miles, place) ?? search.otherwise, { animate });
      return true;
    };
    const arrive = () => {
      // Leaflet says so in the middle of an animation as well, when the size of the map changes.
      if (isResizing.current) return;
      map.off('moveend', arrive);
      isOnTheWay.current = false;
      const waiting = next.current;
      next.current = null;
      waiting?.();
    };
    const move = (animate: boolean) => {
      // Leaflet ignores another way while it is on one.
      if (isOnTheWay.current) {
        next.current = () => move(animate);
        return;
      }
      isOnTheWay.current = true;
      map.on('moveend', arrive);
      if (go(animate)) return;
      map.off('moveend', arrive);
      isOnTheWay.current = false;
    };
    last.current = () => move(false);
    move(!isFirst && !wantsLessMotion());
    setSettled(true);
  }, [map, target, search, place, asksForResults, around]);

  const chosen = useRef(search.at);
  useLayoutEffect(() => {
    chosen.current = search.at;
  });
  const isMoving = useCallback(() => isOnTheWay.current || isResizing.current, []);
  const resize = useCallback((adjust: () => void) => {
    isResizing.current = true;
    adjust();
    isResizing.current = false;
    if (!chosen.current) last.current?.();
  }, []);
  return { isSettled, isMoving, resize };
}
