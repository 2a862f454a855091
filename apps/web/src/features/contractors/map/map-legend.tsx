/** What the signs of the map mean. */
export function MapLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
      <Sign look="mark-contractor">Contractor</Sign>
      <Sign look="mark-contractor mark-member">NAMC member</Sign>
      <Sign look="mark-cluster">Several</Sign>
      <Sign look="mark-pointed">The row in the list</Sign>
    </ul>
  );
}

function Sign({ look, children }: { look: string; children: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={`mark mark-sign ${look}`}>
        <span />
      </span>
      {children}
    </li>
  );
}
