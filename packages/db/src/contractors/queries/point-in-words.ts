/** Coordinates as a map shows them, and the words that a place has before it. */
const point =
  /(?<![\p{L}\d.-])(?:(?:near|at|around|in|cerca de|en)\s+)?\(?(-?\d{1,2}\.\d+(?:\s*,\s*|\s+(?=-))-?\d{1,3}\.\d+)(?![\d.])\)?/iu;

/** The coordinates in a text, and what stands before and behind them. */
export function pointIn(
  text: string,
): { typed: string; near: string; before: string; after: string } | undefined {
  const found = point.exec(text);
  if (!found?.[1]) return undefined;
  return {
    typed: found[0],
    near: found[1],
    before: text.slice(0, found.index).trim(),
    after: text.slice(found.index + found[0].length).trim(),
  };
}
