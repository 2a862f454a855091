import { lengthAt, runAt, wordList } from './word-lists.ts';

const beforeMiles = wordList([
  [
    null,
    'within, within about, less than, no more than, up to, under, about, dentro de, a menos de, a unos, a unas, a',
  ],
]);
const afterMiles = wordList([
  [
    null,
    'of, from, away from, around, radius of, radius, away, de, from me, or less, drive from, drive of, drive, driving from, by car from, en carro de',
  ],
]);
/** The miles of one of a unit. */
const units = new Map([
  ...['mile', 'miles', 'mi', 'milla', 'millas'].map((word) => [word, 1] as const),
  ...['km', 'kms', 'kilometer', 'kilometers', 'kilometre', 'kilometres', 'kilometro', 'kilometros'].map(
    (word) => [word, 1 / 1.609344] as const,
  ),
]);
const mostMiles = 100;
const amounts = wordList(
  (
    'half of a 0.5, half a 0.5, a half 0.5, one half 0.5, half 0.5, media 0.5, a quarter of a 0.25, quarter of a 0.25, a quarter 0.25, quarter 0.25, ' +
    'a couple of 2, a couple 2, a 1, an 1, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, twelve 12, ' +
    'fifteen 15, twenty five 25, twenty 20, thirty five 35, thirty 30, forty five 45, forty 40, fifty 50, sixty 60, seventy five 75, seventy 70, ' +
    'eighty 80, ninety 90, a hundred 100, one hundred 100, hundred 100, ' +
    'una 1, un 1, dos 2, tres 3, cuatro 4, cinco 5, seis 6, siete 7, ocho 8, nueve 9, diez 10, quince 15, veinte 20, treinta 30, ' +
    'cuarenta 40, cincuenta 50, cien 100'
  )
    .split(', ')
    .map((one) => one.split(' '))
    .map((one): [number, string] => [Number(one.at(-1)), one.slice(0, -1).join(' ')]),
);

/** A number from `start` on, in words or digits. "1.5" arrives as two words, and "5mi" as one. */
function amountAt(words: string[], start: number): { end: number; amount: number } | undefined {
  const said = runAt(amounts, words, start);
  if (said) return { end: start + said.length, amount: said.of };
  const [whole = '', part = ''] = words.slice(start, start + 2);
  if (!/^\d{1,4}$/.test(whole)) return undefined;
  return /^\d{1,2}$/.test(part)
    ? { end: start + 2, amount: Number(`${whole}.${part}`) }
    : { end: start + 1, amount: Number(whole) };
}

const articles = new Set(['a', 'an', 'un', 'una']);

/**
 * The distance that the words from `start` on say, such as "within 10 miles of", and their number. It is the whole miles of the filter
 * that come nearest: at least 1 and at most 100.
 */
export function distanceAt(words: string[], start: number): { length: number; miles: number } | undefined {
  const from = start + lengthAt(beforeMiles, words, start);
  // "A" before a distance may be the article of it.
  const begun = [from, start].flatMap((at) => {
    const [, digits, letters = ''] = /^(\d{1,4})(mi|miles|km|kms)$/.exec(words[at] ?? '') ?? [];
    const joined = digits ? { at, end: at + 1, amount: Number(digits), unit: units.get(letters) } : undefined;
    const apart = amountAt(words, at);
    return (
      joined ?? (apart ? { ...apart, at, end: apart.end + 1, unit: units.get(words[apart.end] ?? '') } : [])
    );
  });
  const found = begun.find(({ unit }) => unit !== undefined);
  if (found?.unit === undefined) return undefined;
  // "A mile from" is a distance. "A Mile High" and "a mi casa" are none.
  const isArticle = articles.has(words[found.end - 2] ?? '');
  const isMeasured = found.at > start || lengthAt(afterMiles, words, found.end) > 0;
  if (isArticle && (words[found.end - 1] === 'mi' || !isMeasured)) return undefined;
  const miles = Math.min(mostMiles, Math.max(1, Math.round(found.amount * found.unit)));
  return { length: found.end - start + lengthAt(afterMiles, words, found.end), miles };
}

const ofTime = new Set('minute minutes min mins minuto minutos hour hours hr hrs hora horas'.split(' '));

/** The number of words from `start` on that say a time of travel, such as "30 minutes from". A search measures miles. */
export function minutesAt(words: string[], start: number): number {
  const from = start + lengthAt(beforeMiles, words, start);
  for (const at of [from, start]) {
    const amount = amountAt(words, at);
    if (!amount || !ofTime.has(words[amount.end] ?? '')) continue;
    const end = amount.end + 1;
    const after = lengthAt(afterMiles, words, end);
    if (after > 0) return end + after - start;
  }
  return 0;
}
