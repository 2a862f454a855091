/** Explains the map's signs. */
export function MapLegend({ signs }: { signs: readonly MapSign[] }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
      {signs.map(([look, words, count]) => (
        <li key={words} className="flex items-center gap-1.5">
          <span aria-hidden className={`mark mark-sign ${look}`}>
            <span>{count}</span>
          </span>
          {words}
        </li>
      ))}
    </ul>
  );
}

/** The classes of a mark, what it means, and the number on it. */
export type MapSign = readonly [look: string, words: string, count?: number];
