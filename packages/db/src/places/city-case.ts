/** The portal's writing of the cities and the names that the license board writes in capitals. A word is worked out once. */

const remembered = 20_000;
const cityWords = new Map<string, string>();

/** Words that are neither the first nor the last of a name. */
export const smallWords = new Set('AND AS AT BY DEL FOR FROM IN OF ON OR THE TO WITH'.split(' '));
const smallInCities = new Set([...smallWords, 'DE']);

/** Names that go on with a capital after Mac. Most words that begin with it do not: `MACHADO`, `MACK`, `MACHINE`. */
const macNames = new Set(
  `ALISTER ALLISTER ARTHUR AULAY BRIDE CALLUM CARTHY CORMACK DERMOTT DONALD DONELL DONNELL DOUGAL DOUGALL DOWELL DUFF ELROY
   FARLANE GILL GOWAN GREGOR INNES INTOSH INTYRE KAY KINNON LACHLAN LAREN LEAN LEISH LEOD MILLAN MURRAY NAB NAIR NAMARA NEIL
   NEILL PHAIL PHEE PHERSON QUARRIE QUEEN RAE TAGGART VICAR WILLIAMS`.split(/\s+/),
);

/** The city in title case: `LA CANADA FLINTRIDGE`, `MCFARLAND`, `MARINA DEL REY`, `ST HELENA`. */
export function cityCase(filed: string): string {
  if (isMixed(filed)) return filed;
  const whole = cityWords.get(filed);
  if (whole !== undefined) return whole;
  const words = filed.split(' ');
  const last = words.length - 1;
  const made = words.map((word, at) => {
    if (at > 0 && at < last && smallInCities.has(word)) return word.toLowerCase();
    if (at < last && /^(ST|MT|FT)\.?$/.test(word)) return `${capitalized(word.slice(0, 2))}.`;
    if (word === 'DC' || word === 'AFB') return word;
    return eachPiece(word, (piece) => surname(piece) ?? capitalized(piece));
  });
  return remember(cityWords, filed, made.join(' '));
}

/** True if somebody chose small letters. The letter ß has no capital in the board's file. */
export const isMixed = (filed: string): boolean =>
  filed !== filed.toUpperCase() && (!filed.includes('ß') || /[^\P{Ll}ß]/u.test(filed));

/** Rewrites each run of letters, digits and apostrophes. */
export function eachPiece(word: string, write: (piece: string) => string): string {
  return word.replace(/[\p{L}\p{M}\p{N}'’]+/gu, (piece, at: number) => {
    const before = word[at - 1];
    const after = word[at + piece.length];
    if (before === '-' && after === '-' && smallInCities.has(piece)) return piece.toLowerCase();
    if (before === '.' && /^(BIZ|COM|NET|ORG)$/.test(piece)) return piece.toLowerCase();
    return withApostrophes(piece, write);
  });
}

function withApostrophes(piece: string, write: (piece: string) => string): string {
  const at = piece.search(/['’]/);
  if (at < 0) return write(piece);
  const [head, sign, tail] = [piece.slice(0, at), piece[at] as string, piece.slice(at + 1)];
  const next = tail.search(/['’]/);
  const length = next < 0 ? tail.length : next;
  // O'Brien, D'Angelo, L'Atelier; but Joe's, Int'l, 'n'.
  const isName = /^[DLO]$/.test(head) && length >= 3;
  if (isName || (length >= 4 && head !== ''))
    return `${head && write(head)}${sign}${withApostrophes(tail, write)}`;
  if (head === '' && length >= 3) return `${sign}${withApostrophes(tail, write)}`;
  const rest = next < 0 ? '' : withApostrophes(tail.slice(length), write);
  return `${head && write(head)}${sign}${tail.slice(0, length).toLowerCase()}${rest}`;
}

/** McCoy and MacDonald; undefined for other words. */
export function surname(piece: string): string | undefined {
  if (!piece.startsWith('M')) return undefined;
  if (piece.length >= 4 && piece.startsWith('MC')) return `Mc${capitalized(piece.slice(2))}`;
  if (piece.startsWith('MAC') && macNames.has(piece.slice(3))) return `Mac${capitalized(piece.slice(3))}`;
  return undefined;
}

export function capitalized(piece: string): string {
  const [first = ''] = piece;
  return first + piece.slice(first.length).toLowerCase();
}

export function remember(words: Map<string, string>, word: string, made: string): string {
  if (words.size >= remembered) words.clear();
  words.set(word, made);
  return made;
}
