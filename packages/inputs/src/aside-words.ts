/**
 * Words that people put beside a trade, and that no license says anything about, in English and Spanish, folded.
 * Longer ones first decide.
 */
const asideWords = (
  'best, the best, top, top rated, good, great, reliable, trusted, trustworthy, recommended, reputable, honest, quality, ' +
  'professional, experienced, qualified, emergency, urgent, same day, 24 hour, 24 hours, 24 hr, 24hr, 24 7, 24 7 emergency, ' +
  'commercial, residential, commercial and residential, residential and commercial, industrial, cheap, cheapest, ' +
  'affordable, inexpensive, low cost, low price, insured, bonded, licensed and insured, licensed and bonded, ' +
  'licensed bonded and insured, licensed bonded insured, bonded and insured, with good reviews, with great reviews, ' +
  'good reviews, with reviews, reviews, free estimate, free estimates, free quote, free quotes, ' +
  'barato, barata, baratos, baratas, economico, economica, economicos, economicas, bueno, buena, buenos, buenas, buen, ' +
  'mejor, mejores, el mejor, la mejor, los mejores, las mejores, urgente, de urgencia, emergencia, de emergencia, ' +
  '24 horas, las 24 horas, confiable, confiables, profesional, profesionales, comercial, comerciales, residencial, ' +
  'residenciales, recomendado, recomendada, con licencia, con seguro, a domicilio, experto, con experiencia'
)
  .split(', ')
  .map((words) => words.split(' '))
  .sort((a, b) => b.length - a.length);

const standingWords = [
  'with a license in good standing',
  'licensed in good standing',
  'in good standing',
  'good standing',
  'con licencia vigente',
].map((words) => words.split(' '));

/** Words of everyday texts that nobody mistypes for a trade or a firm. */
const ordinary = new Set([
  ...asideWords.flat(),
  ...standingWords.flat(),
  ...(
    'about, after, again, also, area, areas, around, back, building, business, call, city, close, cost, county, does, ' +
    'fast, find, firm, firms, from, have, help, hire, home, homes, house, houses, install, job, jobs, kitchen, ' +
    'large, license, licenses, list, local, long, looking, make, more, most, much, name, names, need, needs, new, number, ' +
    'office, open, other, people, person, phone, place, please, price, prices, project, quick, rate, rated, search, show, ' +
    'side, site, small, some, table, than, that, their, them, then, there, they, this, today, town, want, what, when, ' +
    'where, which, will, with, word, words, work, works, year, years, your, ' +
    'casa, casas, cerca, como, cual, cuanto, donde, esta, este, gente, hacer, hogar, mesa, negocio, numero, para, ' +
    'persona, precio, precios, quien, quiero, tengo, todo, trabajo, trabajos'
  ).split(', '),
]);

/** True if a word is one of everyday texts, which is not to be corrected. */
export const isOrdinary = (word: string): boolean => ordinary.has(word);

const begins = (words: string[], start: number, all: string[]): boolean =>
  all.every((word, at) => words[start + at] === word);

/** The number of words from `start` on that say nothing about a license ("24 hour", "cheap"). */
export const asideAt = (words: string[], start: number): number =>
  asideWords.find((one) => begins(words, start, one))?.length ?? 0;

/** The number of words from `start` on that ask for a good standing. */
export const standingAt = (words: string[], start: number): number =>
  standingWords.find((one) => begins(words, start, one))?.length ?? 0;
