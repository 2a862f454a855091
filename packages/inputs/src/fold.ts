/** Letters that Unicode does not take apart into a letter and a mark, although people type them without. */
const joined: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};

/**
 * Text as the search compares it: small letters without accents, apostrophes left out. The database's `searchable_text`
 * folds the same way.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/['’‘`]/g, '')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[æœßøłđðþıς]/g, (letter) => joined[letter] ?? letter);
}

/** The words of a text: runs of letters and digits, folded. */
export const foldedWords = (text: string): string[] =>
  fold(text).match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
