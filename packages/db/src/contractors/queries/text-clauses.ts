import { kinOf } from '@namc/inputs/classification-kin';
import type { ContractorFilters } from '@namc/inputs/contractors';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { type KnownWords, phraseQuery, wordsQuery } from './forms.ts';
import type { Unit } from './units.ts';

/** One thing that a contractor has to have: words in a name or a city, or one of some classes. */
interface Clause {
  /** PostgreSQL's query text. It holds only letters, digits and operators, so it cannot be a syntax error. */
  query: string;
  codes: string[];
}

/** The words of a search, for a statement. Every clause has to hold. */
export interface WordsSearch {
  clauses: Clause[];
  /** At most about so many contractors have all the words; null if the word table does not say. */
  holders: number | null;
}

/** Joins the units of a text to clauses. Null if none is left. */
export function readClauses(units: Unit[], lastIsPrefix: boolean, known: KnownWords): WordsSearch | null {
  const clauses: Clause[] = [];
  for (let at = 0; at < units.length; ) {
    const run = runFrom(units, at);
    const [first] = run;
    if (!first) break;
    const isEnd = at + run.length === units.length;
    const words = run.flatMap((unit) => unit.words);
    const query = first.isPhrase
      ? phraseQuery(words, isEnd && lastIsPrefix)
      : wordsQuery(words, isEnd && lastIsPrefix, known);
    const clause = { query: first.excluded ? `!(${query})` : query, codes: kinOfAll(first.codes) };
    const before = first.or ? clauses.pop() : undefined;
    clauses.push(before ? either(before, clause) : clause);
    at += run.length;
  }
  // Words to leave out alone would mean "everyone else".
  return clauses.length > 0 ? { clauses, holders: holdersOf(units, known) } : null;
}

function holdersOf(units: Unit[], known: KnownWords): number | null {
  if (!units.every(({ or, excluded, codes }) => !or && !excluded && codes.length === 0)) return null;
  const counts = units.flatMap(({ words }) => words).map((word) => known.get(word));
  const said = counts.filter((count) => count !== undefined);
  return said.length === counts.length && said.length > 0 ? Math.min(...said) : null;
}

/** Neighboring words of names, which a firm may write together. A word before "or" stands alone. */
function runFrom(units: Unit[], start: number): Unit[] {
  const isLoose = (at: number) => {
    const unit = units[at];
    return (
      unit !== undefined && !unit.excluded && !unit.isPhrase && unit.codes.length === 0 && !units[at + 1]?.or
    );
  };
  let end = start + 1;
  if (isLoose(start)) while (isLoose(end) && !units[end]?.or) end += 1;
  return units.slice(start, end);
}

const kinOfAll = (codes: string[]): string[] => [...new Set(codes.flatMap(kinOf))];

const either = (a: Clause, b: Clause): Clause => ({
  query: `(${a.query}) | (${b.query})`,
  codes: [...a.codes, ...b.codes],
});

const tsquery = (sql: TransactionClient, queries: string[]): Fragment =>
  sql`to_tsquery('simple', ${queries.map((query) => `(${query})`).join(' & ')})`;

/** The condition that a contractor has all that the words say. */
export function hasSaid(sql: TransactionClient, { clauses }: WordsSearch): Fragment {
  const names = clauses.filter(({ codes }) => codes.length === 0).map(({ query }) => query);
  const parts = clauses
    .filter(({ codes }) => codes.length > 0)
    .map(
      ({ query, codes }) =>
        sql`(classifications && ${codes}::text[] or search_vector @@ ${tsquery(sql, [query])})`,
    );
  if (names.length > 0) parts.unshift(sql`search_vector @@ ${tsquery(sql, names)}`);
  return parts.reduce((all, part) => sql`${all} and ${part}`);
}

/** `ts_rank_cd` weights of D, C, B and A: city, full name, other name, name. */
const weights = '{0.1, 0.3, 0.7, 1.0}';
/** `ts_rank_cd` normalization 1: divided by 1 + the logarithm of the length, so that a short name wins. */
const byLength = 1;

/**
 * The fit of a contractor's names with the words; a class that the words name counts as much as a name that is nothing but
 * the word.
 */
export function rankOf(sql: TransactionClient, { clauses }: WordsSearch): Fragment {
  const rank = (queries: string[]) =>
    sql`ts_rank_cd(${weights}::real[], search_vector, ${tsquery(sql, queries)}, ${byLength})`;
  const names = clauses.filter(({ codes }) => codes.length === 0).map(({ query }) => query);
  const parts = [rank(clauses.map(({ query }) => query))];
  for (const { codes } of clauses) {
    if (codes.length > 0) parts.push(sql`(classifications && ${codes}::text[])::integer`);
  }
  if (names.length > 0 && names.length < clauses.length) parts.push(rank(names));
  return parts.reduce((sum, part) => sql`${sum} + ${part}`);
}

/** The condition that a contractor holds any or all of the wanted classes, a successor counting as what it succeeded. */
export function holdsTrades(sql: TransactionClient, { trades, match }: ContractorFilters): Fragment {
  if (match === 'any') return sql`classifications && ${kinOfAll(trades)}::text[]`;
  const alone = trades.filter((trade) => kinOf(trade).length === 1);
  const parts = trades
    .filter((trade) => kinOf(trade).length > 1)
    .map((trade) => sql`classifications && ${kinOf(trade)}::text[]`);
  if (alone.length > 0) parts.unshift(sql`classifications @> ${alone}::text[]`);
  return parts.reduce((all, part) => sql`${all} and ${part}`);
}
