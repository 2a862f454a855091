/** Runs of words to look for, by the first word of each, the longest first. */
export type WordList<Of> = ReadonlyMap<string, { words: string[]; of: Of }[]>;

/** A list from texts of runs apart by commas, each with what its runs mean. */
export function wordList<Of>(all: readonly (readonly [of: Of, runs: string])[]): WordList<Of> {
  const list = new Map<string, { words: string[]; of: Of }[]>();
  for (const [of, runs] of all) {
    for (const run of runs.split(', ')) {
      const words = run.split(' ');
      const first = words[0] ?? '';
      list.set(first, [...(list.get(first) ?? []), { words, of }]);
    }
  }
  for (const runs of list.values()) runs.sort((a, b) => b.words.length - a.words.length);
  return list;
}

/** The longest run of a list that stands at `start`, its number of words and its meaning. */
export function runAt<Of>(
  list: WordList<Of>,
  words: string[],
  start: number,
): { length: number; of: Of } | undefined {
  const found = list
    .get(words[start] ?? '')
    ?.find((one) => one.words.every((word, at) => words[start + at] === word));
  return found && { length: found.words.length, of: found.of };
}

/** The number of words of the longest run at `start`; 0 for none. */
export const lengthAt = (list: WordList<unknown>, words: string[], start: number): number =>
  runAt(list, words, start)?.length ?? 0;

/** Every single word of a list. */
export const wordsOf = (list: WordList<unknown>): string[] =>
  [...list.values()].flatMap((runs) => runs.flatMap(({ words }) => words));
