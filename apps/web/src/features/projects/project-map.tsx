import 'leaflet/dist/leaflet.css';
import '../map/result-map.css';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { createBaseMap } from '../map/base-map.ts';

/** The place of one project. */
export default function ProjectMap({
  latitude,
  longitude,
  title,
}: {
  latitude: number;
  longitude: number;
  title: string;
}) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!container.current) return undefined;
    const map = createBaseMap(container.current);
    map.setView([latitude, longitude], 10);
    const marker = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: 'mark mark-contractor', html: '<span></span>', iconSize: [24, 24] }),
      keyboard: false,
      interactive: false,
    }).addTo(map);
    marker.getElement()?.setAttribute('role', 'img');
    marker.getElement()?.setAttribute('aria-label', `Place of ${title}`);
    return () => void map.remove();
  }, [latitude, longitude, title]);
  return <div ref={container} className="size-full rounded-card border border-divider" />;
}
