import { formatCapped, formatCount, plural } from '../../lib/formats.ts';

/** The number on a cluster. `isCapped`: more contractors may be there than it counts, so it ends in a plus. */
export function numberOn(count: number, isCapped: boolean): string {
  return `${short(count)}${isCapped ? '+' : ''}`;
}

function short(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(Math.floor(count / 100) / 10).toFixed(1)}k` : `${Math.floor(count / 1000)}k`;
}

/** The content of a map, in the words of its page. */
export interface MapNoun {
  /** One of them: `contractor`. */
  one: string;
  /** Those that a map shows of too many without a place: “the most prominent”. */
  first: string;
  /** Why the map does not show some: “the file has no place for them, or one far from California”. */
  noPlace: (count: number) => string;
}

/** The number on a marker, in words. The visible number comes first, so it can be spoken to a computer. */
export function countedOn(count: number, isCapped: boolean, noun: MapNoun): string {
  const seen = numberOn(count, isCapped);
  const exact = `${formatCount(count)}${isCapped ? '+' : ''}`;
  return `${seen === exact ? seen : `${seen} (${exact})`} ${plural(count, noun.one)}`;
}

/** The words under a map that shows some of the contractors; null if it shows all. */
export const capWords = (isCapped: boolean, hasPlace: boolean, noun: MapNoun): string | null =>
  isCapped
    ? `Too many ${plural(2, noun.one)} match to show all of them: these are the ${hasPlace ? 'nearest' : noun.first}. A number with a plus counts only these.`
    : null;

/** The words under a map for results that it does not show; null if it shows every place. */
export function elsewhereWords(
  { count, capped }: { count: number; capped: boolean },
  total: string | null,
  noun: MapNoun,
): string | null {
  if (count === 0) return null;
  const some = `${formatCapped(count, capped)} ${total === null ? plural(count, noun.one) : `of ${total}`}`;
  const are = count === 1 ? 'is' : 'are';
  return `${some} ${are} only in the list: ${noun.noPlace(count)}.`;
}
