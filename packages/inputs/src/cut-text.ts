const signs = new Intl.Segmenter('en-US', { granularity: 'grapheme' });

/**
 * The beginning of a text, of at most so many characters as JavaScript and a form’s `maxlength` count them. It ends between two signs as
 * people see them: an emoji of several characters and a letter with its accent stay whole or go.
 */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const last = signs.segment(text).containing(longest);
  return text.slice(0, last?.index ?? longest);
}

/** A text with a sign in the place of its end, if it is too long. */
export const shortened = (text: string, longest: number): string =>
  text.length > longest ? `${cutText(text, longest - 1).trimEnd()}…` : text;
