/** Keeps the map's space until the map has loaded. */
export function MapFrame() {
  return <div className="h-full rounded-card border border-divider bg-water" />;
}
