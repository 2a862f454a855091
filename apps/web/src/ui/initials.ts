const words = new Intl.Segmenter('en-US', { granularity: 'word' });
const letters = new Intl.Segmenter('en-US', { granularity: 'grapheme' });

/** Words that say nothing of who a firm is: they give no initial as long as other words do. */
const empty = /^(the|and|of|a|an|inc|incorporated|llc|llp|lp|co|corp|corporation|company|ltd)$/i;

/** One or two capital letters that stand for a person or a firm: of the first and of the last word of a person's name, of the first two of a firm's. */
export function initialsOf(name: string, of: 'person' | 'firm'): string {
  const all = [...words.segment(name)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
  const telling = all.filter((word) => !empty.test(word));
  const chosen = telling.length > 0 ? telling : all;
  const [first, second] = of === 'person' && chosen.length > 1 ? [chosen[0], chosen.at(-1)] : chosen;
  return [first, second]
    .map((word) =>
      word === undefined ? '' : [...letters.segment(word)][0]!.segment.toLocaleUpperCase('en-US'),
    )
    .join('');
}

/** The number of colors for initials in `styles.css`. */
export const initialColors = 6;

/** The color of a name, from 0: the same on every page, whatever the letter case. */
export function colorOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(name.trim().toLowerCase())) {
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return (hash >>> 0) % initialColors;
}
