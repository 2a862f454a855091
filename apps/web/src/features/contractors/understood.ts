import { certifications, isCertification } from '@namc/inputs/classifications';
import { plural } from '../../lib/formats.ts';
import type { ContractorPage } from './contractor.ts';
import type { ContractorPageSearch, SearchChange } from './contractor-search.ts';
import { isCounty } from './county-names.ts';
import { tradeName } from './trade-names.ts';

export type Understood = ContractorPage['understood'][number];

const namedTrade = (code: string): string => {
  const name = tradeName(code);
  return name ? `${name} (${code})` : code;
};

/** The meaning of a stretch of the typed text, in words. */
export function meaningOf(part: Understood, miles: number): string {
  switch (part.as) {
    case 'trade':
      return `the ${plural(part.codes.length, 'trade')} ${part.codes.map(namedTrade).join(' or ')}, or the word in a name`;
    case 'place':
      return `within ${miles} ${plural(miles, 'mile')} of ${part.label}`;
    case 'county':
      return `${part.county} County`;
    case 'license':
      return 'license numbers that begin so';
    case 'unknown-place':
      return 'a place that we do not know';
    case 'here':
      return 'your own place: name it in the field “Near”';
    case 'name':
      return 'in a name or a city';
  }
}

/** Whether the portal read more than names out of the text. */
export const isMoreThanNames = (understood: readonly Understood[]): boolean =>
  understood.some(({ as }) => as !== 'name');

const places: Understood['as'][] = ['place', 'county', 'unknown-place', 'here'];

/** The typed text without the places that it names. */
export function withoutPlaces(q: string, understood: readonly Understood[]): string {
  if (!understood.some(({ as }) => places.includes(as))) return q;
  return understood
    .filter(({ as }) => !places.includes(as))
    .map(({ typed }) => typed)
    .join(' ');
}

/** The search with the trades and places of the text as filters, the rest staying text; null if filters cannot say it. */
export function asFilters(
  search: ContractorPageSearch,
  understood: readonly Understood[],
): SearchChange | null {
  const trades = understood.filter((part) => part.as === 'trade');
  const place = understood.find((part) => part.as === 'place');
  const county = understood.find((part) => part.as === 'county')?.county;
  if (trades.length === 0 && !place && !county) return null;
  const codes = [...new Set(trades.flatMap((part) => part.codes))];
  const certified = certifications.filter((code) => codes.includes(code));
  const held = codes.filter((code) => !isCertification(code));
  const isAlternative = understood.some(({ typed }) => typed.startsWith('or '));
  // A filter asks for any of its trades or for all of them, and never for one of these and one of those.
  const mustAll = trades.length > 1 && !isAlternative;
  if (isAlternative && trades.length < understood.length) return null;
  if (trades.length > 0 && search.trades.length + search.certifications.length > 0) return null;
  if (isAlternative && certified.length > 0) return null;
  if (mustAll && trades.some((part) => part.codes.length > 1)) return null;
  return {
    q: understood
      .filter(({ as }) => as === 'name')
      .map(({ typed }) => typed)
      .join(' '),
    ...(held.length > 0 ? { trades: held, match: mustAll ? 'all' : 'any' } : {}),
    ...(certified.length > 0 ? { certifications: certified } : {}),
    ...(place ? { near: place.near } : {}),
    ...(county && isCounty(county) ? { counties: [county] } : {}),
  };
}
