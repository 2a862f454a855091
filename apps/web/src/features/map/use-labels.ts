import type L from 'leaflet';
import { useEffect, useRef, useState } from 'react';
import type { Labels } from './labels.ts';
import type { Markers } from './markers.ts';

/** From here on a view is close enough for names of cities and counties. */
const labelsFromZoom = 7;

/**
 * Names on the map around its markers. They load with the first view that is close enough. `drawn` changes with the
 * markers.
 */
export function useLabels(
  parts: { map: L.Map; markers: Markers } | null,
  zoom: number | undefined,
  drawn: unknown,
): void {
  const isClose = zoom !== undefined && zoom >= labelsFromZoom;
  const [loaded, setLoaded] = useState<typeof Labels | null>(null);
  const labels = useRef<Labels | null>(null);
  useEffect(() => {
    if (!isClose || loaded) return;
    void import('./labels.ts').then(
      (module) => setLoaded(() => module.Labels),
      // Without names the map works as well.
      () => undefined,
    );
  }, [isClose, loaded]);
  useEffect(() => {
    labels.current = parts && loaded ? new loaded(parts.map) : null;
  }, [parts, loaded]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names keep clear of the markers as drawn now.
  useEffect(() => {
    if (!parts || !labels.current) return;
    if (isClose) labels.current.draw(parts.markers.boxes());
    else labels.current.clear();
  }, [parts, loaded, isClose, drawn]);
}
