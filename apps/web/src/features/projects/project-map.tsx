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
    // Close enough for the large roads, and wide enough for the towns around.
    map.setView([latitude, longitude], 9);
    const marker = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: 'mark mark-contractor', html: '<span></span>', iconSize: [24, 24] }),
      keyboard: false,
      interactive: false,
    }).addTo(map);
    marker.getElement()?.setAttribute('role', 'img');
    marker.getElement()?.setAttribute('aria-label', `Place of ${title}`);
    let isGone = false;
    void import('../map/labels.ts').then(
      ({ Labels }) => {
        if (isGone) return;
        const labels = new Labels(map);
        const name = () => {
          const { x, y } = map.latLngToLayerPoint([latitude, longitude]);
          labels.draw([{ left: x - 12, top: y - 12, right: x + 12, bottom: y + 12 }]);
        };
        map.on('moveend', name);
        name();
      },
      // Without names the map works as well.
      () => undefined,
    );
    return () => {
      isGone = true;
      map.remove();
    };
  }, [latitude, longitude, title]);
  return <div ref={container} className="portal-map size-full rounded-card border border-divider" />;
}
