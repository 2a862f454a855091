/** Explains the map's signs. */
export function MapLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
      <Sign look="mark-contractor">Contractor</Sign>
      <Sign look="mark-contractor mark-member">NAMC member</Sign>
      <Sign look="mark-cluster" count={9}>
        Several
      </Sign>
      <Sign look="mark-pointed">Row in the list</Sign>
    </ul>
  );
}

function Sign({ look, count, children }: { look: string; count?: number; children: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={`mark mark-sign ${look}`}>
        <span>{count}</span>
      </span>
      {children}
    </li>
  );
}
