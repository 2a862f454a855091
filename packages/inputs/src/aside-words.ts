import { foldedWords } from './fold.ts';
import { wordsOfStandings } from './wish-words.ts';
import { lengthAt, wordList, wordsOf } from './word-lists.ts';

/** Words before firms that ask for all of them, or for any. */
const allWords =
  'all, all the, all of the, every, any, list of, list of all, a list of, a list of all, list all, show, show me, show all, show me all, ' +
  'find me, give me, i want, i want a, todos los, todas las, todos, todas, cualquier, lista de, lista de los, una lista de';

/**
 * Words that people put beside a trade, and that no license says anything about, in English and Spanish, folded.
 */
const asideWords = wordList([
  [
    null,
    `${allWords}, ` +
      'de habla hispana, de habla espanola, en espanol, in spanish, top 10, top ten, top 5, top five, ' +
      'license number for, license number of, license for, license number, license lookup, license check, check license, cslb, ' +
      'phone number, phone, contact, contacts, website, address, with workers comp, with workers compensation, with insurance, with a bond, ' +
      'with bond, insurance, that are licensed, telefono, direccion, ' +
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
      'que hable espanol, que hablen espanol, que habla espanol, hablan espanol, se habla espanol, nuevo, nueva, de minoria, de minorias',
  ],
]);

/** Words for firms of every trade. */
const everyone = new Set(
  'contractor contractors subcontractor subcontractors companies firms businesses licensees contratista contratistas subcontratista subcontratistas companias empresas negocios'.split(
    ' ',
  ),
);

const asksAll = new Set(allWords.split(', '));
/** True for typed words that ask for all or any of what stands behind them. */
export const asksForAll = (typed: string): boolean => asksAll.has(foldedWords(typed).join(' '));

/** True if a word names firms and nothing about them. */
export const isEveryone = (word: string): boolean => everyone.has(word);

/** Words of everyday texts that nobody mistypes for a trade or a firm. */
const ordinary = new Set([
  ...wordsOf(asideWords),
  ...wordsOfStandings,
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
    'tesla, popcorn, ceiling, sports, holder, holders, cutter, cutters, cutting, coring, taper, tapers, liner, liners, mowing, mower, ' +
    'stumping, polisher, polishers, ' +
    'dredging, junk, basement, basements, crawlspace, attic, stairs, staircase, estimator, inspectores, arquitecto, ingeniero, limpieza, mudanza, muebles'
  ).split(', '),
]);

/** True if a word is one of everyday texts, which is not to be corrected. */
export const isOrdinary = (word: string): boolean => ordinary.has(word);

/** The number of words from `start` on that say nothing about a license ("24 hour", "cheap"). */
export const asideAt = (words: string[], start: number): number =>
  speaking.has(words.slice(start, start + 2).join(' ')) && words.length > start + 2
    ? 3
    : lengthAt(asideWords, words, start);

/** Before a language: "electricians who speak Chinese". */
const speaking = new Set(
  ['who', 'that', 'que'].flatMap((who) =>
    ['speak', 'speaks', 'habla', 'hablan', 'hable', 'hablen'].map((speak) => `${who} ${speak}`),
  ),
);
