/** Typed words as they stand in a text, whatever signs are between them. */
export const inText = (typed: string): RegExp => {
  const words = (typed.match(/[\p{L}\p{N}\p{M}'’‘`]+/gu) ?? []).map((word) => word.replace(/['’‘`]/g, '.'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`, 'iu');
};

export const isSaidIn = (q: string, { typed }: { typed: string }): boolean =>
  typed !== '' && inText(typed).test(q);

/** A text without some of its words, and without the word that joined them to it. */
export const withoutWords = (q: string, words: readonly string[]): string =>
  words
    .reduce(
      (text, typed) =>
        text.replace(
          new RegExp(`(?:(?<![\\p{L}\\p{N}])(?:or|and|o|y|u|e)\\s+)?${inText(typed).source}`, 'iu'),
          ' ',
        ),
      q,
    )
    .replace(/\s+/g, ' ')
    .replace(/\s+([,;.])/g, '$1')
    .replace(/^[\s,;&]+|[\s,;&]+$/g, '');
