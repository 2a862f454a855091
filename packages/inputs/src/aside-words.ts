import type { StandingGroup } from './contractors.ts';

/**
 * Words that people put beside a trade, and that no license says anything about, in English and Spanish, folded.
 * Longer ones first decide.
 */
const asideWords = (
  'de habla hispana, de habla espanola, en espanol, in spanish, all, all the, every, any, list of, a list of, show me, find me, give me, i want, i want a, top 10, top ten, top 5, top five, ' +
  'license number for, license number of, license for, license number, license lookup, license check, check license, cslb, ' +
  'phone number, phone, contact, contacts, website, address, with workers comp, with workers compensation, with insurance, with a bond, ' +
  'with bond, insurance, that are licensed, todos los, todas las, lista de, una lista de, telefono, direccion, ' +
  'how much to, cost to, how to, that takes credit cards, takes credit cards, accepts credit cards, ' +
  'certificado, certificada, certificados, certificadas, con buenas resenas, buenas resenas, con buenas referencias, ' +
  'small business enterprise, disadvantaged business enterprise, minority business enterprise, women business enterprise, ' +
  'disabled veteran business enterprise, ' +
  'best, the best, best rated, top, top rated, highly rated, good, great, reliable, trusted, trustworthy, recommended, reputable, honest, ' +
  'quality, professional, experienced, qualified, emergency, urgent, asap, same day, 24 hour, 24 hours, 24 hr, 24hr, 24 7, ' +
  '24 7 emergency, open now, open today, open, now, today, tonight, this week, this weekend, on weekends, weekend, weekends, ' +
  'open on sunday, open sunday, open sundays, open on saturday, open saturday, on sunday, on saturday, ' +
  'commercial, residential, commercial and residential, residential and commercial, industrial, commercial building, commercial buildings, ' +
  'cheap, cheapest, affordable, inexpensive, low cost, low price, insured, bonded, licensed and insured, licensed and bonded, ' +
  'licensed bonded and insured, licensed bonded insured, bonded and insured, licensed insured and bonded, licensed insured bonded, ' +
  'licensed insured, licensed bonded, insured and bonded, insured bonded, bonded insured, insured and licensed, licensed, ' +
  'with good reviews, with great reviews, ' +
  'good reviews, with reviews, reviews, ratings, free estimate, free estimates, free quote, free quotes, estimate, estimates, quote, quotes, ' +
  'cost, costs, price, prices, pricing, rates, financing, how much, how much does, how much is, cost of, price of, does, who, who can, ' +
  'who does, can, for, that, with, my, our, does a, is a, broken, leaking, clogged, ' +
  'at home, at my home, at my house, for my business, needed, wanted, help, who is, who is the best, who are, who are the best, whos the best, what is the best, unionized, union shop, someone to, somebody to, ' +
  'minority, minority owned, minority business, black owned, latino owned, hispanic owned, asian owned, native owned, woman owned, ' +
  'women owned, female owned, veteran owned, disabled veteran owned, family owned, locally owned, small business, dbe, sbe, mbe, wbe, ' +
  'dvbe, lbe, slbe, mwbe, certified, non union, prevailing wage, public works, ' +
  'that speak spanish, who speak spanish, that speaks spanish, who speaks spanish, spanish speaking, bilingual, speak spanish, ' +
  'barato, barata, baratos, baratas, economico, economica, economicos, economicas, bueno, buena, buenos, buenas, buen, ' +
  'mejor, mejores, el mejor, la mejor, los mejores, las mejores, urgente, de urgencia, emergencia, de emergencia, ' +
  '24 horas, las 24 horas, confiable, confiables, profesional, profesionales, comercial, comerciales, residencial, ' +
  'residenciales, recomendado, recomendada, con licencia, con seguro, a domicilio, experto, con experiencia, ' +
  'abierto, abierto ahora, hoy, ahora, cuanto cuesta, cuanto cobra, precio, precios, presupuesto, quien, que, para, para mi, un, una, ' +
  'que hable espanol, que hablen espanol, que habla espanol, hablan espanol, se habla espanol, nuevo, nueva, de minoria, de minorias'
)
  .split(', ')
  .map((words) => words.split(' '))
  .sort((a, b) => b.length - a.length);

/** Words that ask for a standing, wherever they stand. */
const standingWords = (
  [
    [
      'good',
      'with a license in good standing, licensed in good standing, with licenses in good standing, in good standing, with good standing, ' +
        'whose license is valid, clear license, good standing, that are active, who are active, which are active, currently active, que estan activos, ' +
        'que esten activos, que esten vigentes, with an active license, with active license, with active licenses, active license, active licenses, license active, ' +
        'whose license is active, with a valid license, with valid license, valid license, valid licenses, with a current license, ' +
        'with current license, current license, currently licensed, unexpired license, not suspended, not expired, not revoked, not inactive, ' +
        'con licencia vigente, con la licencia vigente, con licencia activa, con la licencia activa, con licencia valida, ' +
        'licencia vigente, licencia activa, licencias vigentes, licencia valida, al corriente',
    ],
    [
      'not-good',
      'with a suspended license, with suspended license, with suspended licenses, with license suspended, whose license is suspended, whose licenses are suspended, whose license expired, whose license has expired, ' +
        'whose license is inactive, whose license is revoked, whose license was revoked, ' +
        'with an expired license, with expired license, with expired licenses, whose license is expired, with a revoked license, ' +
        'with revoked license, with an inactive license, with inactive license, suspended license, suspended licenses, license suspended, ' +
        'expired license, expired licenses, license expired, revoked license, revoked licenses, license revoked, inactive license, ' +
        'inactive licenses, that are suspended, who are suspended, that are expired, that are inactive, que estan suspendidos, ' +
        'not in good standing, not active, no longer active, non active, not valid, without an active license, ' +
        'without active license, without a valid license, sin licencia vigente, sin licencia activa, con licencia suspendida, con la licencia suspendida, con licencia vencida, ' +
        'con la licencia vencida, con licencia revocada, licencia suspendida, licencias suspendidas, licencia vencida, licencias vencidas, ' +
        'licencia revocada',
    ],
    [
      'pending',
      'with a pending suspension, with pending suspension, pending suspension, suspension pending, about to be suspended, ' +
        'con suspension pendiente, suspension pendiente',
    ],
  ] as const
)
  .flatMap(([standing, all]) => all.split(', ').map((words) => ({ standing, words: words.split(' ') })))
  .sort((a, b) => b.words.length - a.words.length);

/** The standings that one word asks for, before or after firms: "suspended contractors", "plomeros activos". */
const standingsInAWord: readonly (readonly [StandingGroup, string])[] = [
  ['good', 'active vigente vigentes activo activa activos activas'],
  [
    'not-good',
    'suspended expired revoked inactive canceled cancelled suspendido suspendida suspendidos suspendidas vencido vencida vencidos vencidas ' +
      'revocado revocada revocados revocadas inactivo inactiva inactivos inactivas cancelado cancelada cancelados canceladas',
  ],
];
export const standingOfWord: ReadonlyMap<string, StandingGroup> = new Map(
  standingsInAWord.flatMap(([standing, words]) => words.split(' ').map((word) => [word, standing] as const)),
);

const memberWords = (
  'members only, member only, only members, only namc members, only namc member, namc members only, namc only, solo miembros, ' +
  'who are namc members, who are members of namc, that are namc members, that are members of namc, members of the namc, ' +
  'namc member firms, namc member companies, namc members, namc member, members of namc, member of namc, in namc, of namc, ' +
  'que son miembros de namc, miembros de namc, miembro de namc, socios de namc, namc'
)
  .split(', ')
  .map((words) => words.split(' '))
  .sort((a, b) => b.length - a.length);

const notMemberWords = (
  'who are not namc members, that are not namc members, who are not members of namc, that are not members of namc, ' +
  'not namc members, not namc member, not a namc member, not members of namc, not member of namc, not members, not a member, not in namc, ' +
  'not namc, non namc members, non namc member, non namc, non members, non member, nonmembers, nonmember, ' +
  'que no son miembros de namc, no son miembros de namc, que no son miembros, no miembros de namc, no miembros'
)
  .split(', ')
  .map((words) => words.split(' '))
  .sort((a, b) => b.length - a.length);

/** Words for firms of every trade. */
const everyone = new Set(
  'contractor contractors subcontractor subcontractors companies firms businesses licensees contratista contratistas subcontratista subcontratistas companias empresas negocios'.split(
    ' ',
  ),
);

/** True if a word names firms and nothing about them. */
export const isEveryone = (word: string): boolean => everyone.has(word);

/** Words of everyday texts that nobody mistypes for a trade or a firm. */
const ordinary = new Set([
  ...asideWords.flat(),
  ...standingWords.flatMap(({ words }) => words),
  ...everyone,
  ...(
    'about, after, again, also, area, areas, around, back, building, business, call, city, close, cost, county, does, ' +
    'fast, find, firm, firms, from, have, help, hire, home, homes, house, houses, install, job, jobs, kitchen, ' +
    'large, license, licenses, list, local, long, looking, make, more, most, much, name, names, need, needs, new, number, ' +
    'office, open, other, people, person, phone, place, please, price, prices, project, quick, rate, rated, search, show, ' +
    'side, site, small, some, table, than, that, their, them, then, there, they, this, today, town, want, what, when, ' +
    'where, which, will, with, wage, prevailing, restoration, trenchless, hauling, trucking, fabricator, tech, within, mile, miles, abatement, ' +
    'word, words, work, works, year, years, your, ' +
    'casa, casas, cerca, como, cual, cuanto, donde, esta, este, gente, hacer, hogar, mesa, negocio, numero, para, ' +
    'persona, precio, precios, quien, quiero, tengo, todo, trabajo, trabajos, ' +
    // Work and people that no class is for, or that a firm may have in its name.
    'inspector, inspectors, inspection, inspections, sweep, sweeps, sweeping, surveyor, surveyors, survey, architect, architects, ' +
    'engineer, engineers, designer, designers, design, appraiser, realtor, broker, agent, exterminator, termite, termites, pest, ' +
    'mold, remediation, janitor, janitorial, cleaner, cleaners, mover, movers, towing, notary, lawyer, attorney, accountant, ' +
    'upholstery, upholsterer, furniture, appliance, appliances, mechanic, mechanics, caulking, caulk, sealing, sealant, stain, ' +
    'staining, coating, coatings, resurfacing, refinish, refinishing, tuckpointing, gunite, shotcrete, formwork, shoring, ' +
    'leak, leaks, clear, clearing, garbage, credit, cards, french, poner, hacer, colocar, snow, brush, land, panel, toilet, faucet, ' +
    'tesla, popcorn, ceiling, sports, holder, holders, ' +
    'dredging, junk, basement, basements, crawlspace, attic, stairs, staircase, estimator, inspectores, arquitecto, ingeniero, limpieza, mudanza, muebles'
  ).split(', '),
]);

/** True if a word is one of everyday texts, which is not to be corrected. */
export const isOrdinary = (word: string): boolean => ordinary.has(word);

const begins = (words: string[], start: number, all: string[]): boolean =>
  all.every((word, at) => words[start + at] === word);

/** The number of words from `start` on that say nothing about a license ("24 hour", "cheap"). */
export const asideAt = (words: string[], start: number): number =>
  speaking.has(words.slice(start, start + 2).join(' ')) && words.length > start + 2
    ? 3
    : (asideWords.find((one) => begins(words, start, one))?.length ?? 0);

/** Before a language: "electricians who speak Chinese". */
const speaking = new Set(
  ['who', 'that', 'que'].flatMap((who) =>
    ['speak', 'speaks', 'habla', 'hablan', 'hable', 'hablen'].map((speak) => `${who} ${speak}`),
  ),
);

/** The standing that the words from `start` on ask for, and their number. */
export function standingAt(
  words: string[],
  start: number,
): { length: number; standing: StandingGroup } | undefined {
  const found = standingWords.find((one) => begins(words, start, one.words));
  return found && { length: found.words.length, standing: found.standing };
}

/** The number of words from `start` on that ask for members of the association. "Members" alone asks for them too. */
export const membersAt = (words: string[], start: number): number =>
  words.length === 1 && /^(?:members?|miembros?|socios?)$/.test(words[0] ?? '')
    ? 1
    : (memberWords.find((one) => begins(words, start, one))?.length ?? 0);

/** The number of words from `start` on that ask for firms that are no members. */
export const notMembersAt = (words: string[], start: number): number =>
  notMemberWords.find((one) => begins(words, start, one))?.length ?? 0;

const listOf = (text: string): string[][] =>
  text
    .split(', ')
    .map((words) => words.split(' '))
    .sort((a, b) => b.length - a.length);
const lengthOf = (all: string[][], words: string[], start: number): number =>
  all.find((one) => begins(words, start, one))?.length ?? 0;

const beforeMiles = listOf(
  'within, within about, less than, no more than, up to, under, about, dentro de, a menos de, a unos, a unas, a',
);
const afterMiles = listOf(
  'of, from, away from, around, radius of, radius, away, de, from me, or less, drive from, drive of, drive, driving from, by car from, en carro de',
);
/** The miles of one of a unit. */
const units = new Map([
  ...['mile', 'miles', 'mi', 'milla', 'millas'].map((word) => [word, 1] as const),
  ...['km', 'kms', 'kilometer', 'kilometers', 'kilometre', 'kilometres', 'kilometro', 'kilometros'].map(
    (word) => [word, 1 / 1.609344] as const,
  ),
]);
const mostMiles = 100;
const amounts = (
  'half of a 0.5, half a 0.5, a half 0.5, one half 0.5, half 0.5, media 0.5, a quarter of a 0.25, quarter of a 0.25, a quarter 0.25, quarter 0.25, ' +
  'a couple of 2, a couple 2, a 1, an 1, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, twelve 12, ' +
  'fifteen 15, twenty five 25, twenty 20, thirty five 35, thirty 30, forty five 45, forty 40, fifty 50, sixty 60, seventy five 75, seventy 70, ' +
  'eighty 80, ninety 90, a hundred 100, one hundred 100, hundred 100, ' +
  'una 1, un 1, dos 2, tres 3, cuatro 4, cinco 5, seis 6, siete 7, ocho 8, nueve 9, diez 10, quince 15, veinte 20, treinta 30, ' +
  'cuarenta 40, cincuenta 50, cien 100'
)
  .split(', ')
  .map((one) => one.split(' '))
  .map((one) => ({ words: one.slice(0, -1), amount: Number(one.at(-1)) }))
  .sort((a, b) => b.words.length - a.words.length);

/** A number from `start` on, in words or digits. "1.5" arrives as two words, and "5mi" as one. */
function amountAt(words: string[], start: number): { end: number; amount: number } | undefined {
  const said = amounts.find((one) => begins(words, start, one.words));
  if (said) return { end: start + said.words.length, amount: said.amount };
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
  const from = start + lengthOf(beforeMiles, words, start);
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
  const isMeasured = found.at > start || lengthOf(afterMiles, words, found.end) > 0;
  if (isArticle && (words[found.end - 1] === 'mi' || !isMeasured)) return undefined;
  const miles = Math.min(mostMiles, Math.max(1, Math.round(found.amount * found.unit)));
  return { length: found.end - start + lengthOf(afterMiles, words, found.end), miles };
}

const ofTime = new Set('minute minutes min mins minuto minutos hour hours hr hrs hora horas'.split(' '));

/** The number of words from `start` on that say a time of travel, such as "30 minutes from". A search measures miles. */
export function minutesAt(words: string[], start: number): number {
  const from = start + lengthOf(beforeMiles, words, start);
  for (const at of [from, start]) {
    const amount = amountAt(words, at);
    if (!amount || !ofTime.has(words[amount.end] ?? '')) continue;
    const end = amount.end + 1;
    const after = lengthOf(afterMiles, words, end);
    if (after > 0) return end + after - start;
  }
  return 0;
}
