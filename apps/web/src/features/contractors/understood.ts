import { certifications, isCertification } from '@namc/inputs/classifications';
import { mostTrades } from '@namc/inputs/contractors';
import { isLeftOut } from '@namc/inputs/words-left-out';
import { plural } from '../../lib/formats.ts';
import type { ContractorPage } from './contractor.ts';
import {
  type ContractorPageSearch,
  contractorSearchDefaults,
  type SearchChange,
} from './contractor-search.ts';
import { isCounty } from './county-names.ts';
import { tradeName } from './trade-names.ts';
import { withoutWords } from './typed-words.ts';

export type Understood = ContractorPage['understood'][number];

const named = (code: string): string => {
  const name = tradeName(code);
  return name ? `${name} (${code})` : code;
};

/** `the asbestos certification (ASB)`. */
const namedCertification = (code: string): string => {
  const name = named(code);
  return `the ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
};

/** The classes in words. A certification is no trade. */
function classesInWords(codes: readonly string[]): string {
  const trades = codes.filter((code) => !isCertification(code));
  return [
    ...(trades.length > 0 ? [`the ${plural(trades.length, 'trade')} ${trades.map(named).join(' or ')}`] : []),
    ...codes.filter(isCertification).map(namedCertification),
  ].join(', ');
}

/** The words for who answers for work that no class is for. */
const otherWork: Record<Extract<Understood, { as: 'other-work' }>['kind'], string> = {
  mold: 'California has no license for mold work',
  lead: 'the state’s Department of Public Health certifies people for lead',
  pests: 'the Structural Pest Control Board licenses it',
  'home inspection': 'California licenses no home inspectors',
  cleaning: 'cleaning needs no license, except for cleaning up a construction site',
  hauling: 'hauling needs no license, except for cleaning up a construction site',
  rental: 'no license is needed for it',
  trucking: 'the Department of Motor Vehicles permits it',
  moving: 'the Bureau of Household Goods and Services permits it',
  design: 'other boards license architects, engineers and surveyors',
  appliances: 'the Bureau of Household Goods and Services registers it',
};

const onlyStanding: Record<NonNullable<ContractorPageSearch['standing']>, string> = {
  clear: 'only licenses that are clear, with or without a warning',
  good: 'only licenses in good standing',
  pending: 'only licenses that are clear, with a warning of any kind',
  'not-good':
    'only licenses that are not in good standing: suspended, inactive, expired, canceled or revoked',
  unknown: 'only licenses whose standing we can’t tell from the file',
};

const filterOf = { standing: 'Standing', member: 'Business', distance: 'Within' };

/** The meaning of a stretch of the typed text, in words. `inForce` is what the search goes by. */
export function meaningOf(part: Understood, inForce: InForce): string {
  const { miles } = inForce;
  const isOverruled = isLeftOut(part, inForce);
  switch (part.as) {
    case 'trade':
      return `${classesInWords(part.codes)}, or the word in a name`;
    case 'place':
      return `within ${miles} ${plural(miles, 'mile')} of ${part.label}`;
    case 'county':
      return part.label;
    case 'other-place':
      return 'another place: a search can use one at a time';
    case 'license':
      return part.isWhole ? 'a license number' : 'license numbers that start with this';
    case 'no-license':
      return 'no license in the board’s file has this number';
    case 'beside-license':
      return 'ignored: the license number is enough';
    case 'other-work':
      return `in a name: the license board has no class for this, and ${otherWork[part.kind]}`;
    case 'unknown-place':
      return 'a place we don’t know';
    case 'begun-place':
      return 'the beginning of a place';
    case 'here':
      return inForce.near
        ? 'your location, which the “Near” field names'
        : 'your location: enter it in the “Near” field';
    case 'all':
      return 'every firm that matches';
    case 'aside':
      return 'ignored: license records don’t say this';
    case 'exclusion':
      return 'ignored: a search can’t exclude a place';
    case 'standing':
    case 'member':
    case 'distance':
      if (part.as === 'distance' && inForce.place === null)
        return 'ignored: there’s no place to measure from';
      if (isOverruled) return `ignored: you chose something else under “${filterOf[part.as]}”`;
      if (part.as === 'standing')
        return part.standing === 'any' ? 'licenses of every standing' : onlyStanding[part.standing];
      if (part.as === 'distance') return 'the distance';
      return part.is ? 'only NAMC members' : 'only firms that aren’t NAMC members';
    case 'everyone':
      return 'firms of every trade';
    case 'name':
      return 'in a name or a city';
  }
}

export interface InForce extends Pick<ContractorPageSearch, 'standing' | 'member' | 'miles' | 'near'> {
  place: object | null;
}

/** Why a search finds nobody whose words name no firm: they may ask for what a filter says. */
export const nothingReadWords = (understood: readonly Understood[]): string =>
  understood.length > 0
    ? 'These words don’t name a firm, or a place to measure from.'
    : 'We couldn’t find a word, a license number or a place in this search.';

/** True for a place that nobody knows, or that is only begun. */
export const isUnresolved = (part: Understood): part is Extract<Understood, { name: string }> =>
  part.as === 'unknown-place' || part.as === 'begun-place';

/** The typed words with another place in place of one that nobody knows. */
export const withPlace = (understood: readonly Understood[], near: string): string =>
  understood
    .map((part) => (isUnresolved(part) ? `${part.typed.slice(0, -part.name.length)}${near}` : part.typed))
    .join(' ');

/** True if the portal read more than names out of the text. */
export const isMoreThanNames = (understood: readonly Understood[]): boolean =>
  understood.some(({ as }) => as !== 'name');

/**
 * The search without the words that only a name can have; null if it would ask for no trade. Such a word is the likeliest
 * reason for finding nobody.
 */
export function withoutNames(
  understood: readonly Understood[],
): { label: string; filters: SearchChange } | null {
  const names = understood.filter(({ as, typed }) => as === 'name' && !typed.startsWith('-'));
  const rest = understood.filter((part) => !names.includes(part));
  const isAlternative = understood.some(({ typed }) => typed.startsWith('or '));
  if (names.length === 0 || isAlternative || !rest.some(({ as }) => as === 'trade')) return null;
  return {
    label: `Search without ${names.map(({ typed }) => `“${typed.replaceAll('"', '')}”`).join(' and ')}`,
    filters: { q: rest.map(({ typed }) => typed).join(' ') },
  };
}

/** The search of the ZIP code that the digits of a license number name too; null if they name none. */
export function asZip(understood: readonly Understood[]): { label: string; filters: SearchChange } | null {
  const zip = understood.find((part) => part.as === 'license')?.zip;
  return zip ? { label: `Search near the ZIP code ${zip}`, filters: { q: '', near: zip } } : null;
}

type Trade = Extract<Understood, { as: 'trade' }>;

/** True for words such as “asbestos”: they name a trade, and a certification that holders of other trades have. */
const isTradeOrCertification = ({ codes }: Trade): boolean =>
  codes.some(isCertification) && !codes.every(isCertification);

/** The search with the certification that a word names beside a trade as a filter; null if no word does. */
export function asCertification(
  search: ContractorPageSearch,
  understood: readonly Understood[],
): { label: string; filters: SearchChange } | null {
  const part = understood.find((one): one is Trade => one.as === 'trade' && isTradeOrCertification(one));
  const certification = certifications.find((code) => part?.codes.includes(code));
  if (!part || !certification || understood.some(({ typed }) => typed.startsWith('or '))) return null;
  return {
    label: `Only ${namedCertification(certification)}`,
    filters: {
      q: understood
        .filter((one) => one !== part)
        .map(({ typed }) => typed)
        .join(' '),
      certifications: [...new Set([...search.certifications, certification])],
    },
  };
}

/** True if the text names the place of the search, so that a rectangle of the map would be a second one. */
export const namesPlace = (understood: readonly Understood[]): boolean =>
  understood.some(({ as }) => as === 'place' || as === 'county');

const places: Understood['as'][] = ['place', 'other-place', 'county', 'unknown-place', 'begun-place', 'here'];

/** The same search in each of the other places that the text names. */
export const inOtherPlaces = (q: string, understood: readonly Understood[]) =>
  understood.flatMap((part) =>
    part.as === 'other-place' && part.label !== null && part.near !== null
      ? [{ label: `Search in ${part.label}`, filters: { q: withoutPlaces(q, understood), near: part.near } }]
      : [],
  );

/** The typed text without the places that it names. */
export function withoutPlaces(q: string, understood: readonly Understood[]): string {
  if (!understood.some(({ as }) => places.includes(as))) return q;
  return understood
    .filter(({ as }) => !places.includes(as))
    .map(({ typed }) => typed)
    .join(' ');
}

/** The search for firms of the classes whose holders may do work that no class is for; null if there are none. */
export function inPlaceOfWork(
  search: ContractorPageSearch,
  understood: readonly Understood[],
): { label: string; filters: SearchChange } | null {
  const part = understood.find((one) => one.as === 'other-work');
  if (!part || part.codes.length === 0 || search.trades.length > 0) return null;
  return {
    label: `Search ${part.codes.map(named).join(' or ')}`,
    filters: { q: withoutWords(search.q, [part.typed]), trades: part.codes, match: 'any' },
  };
}

/** The places that “Turn into filters” loses: a search takes one, and leaves none out. */
export const placesLost = (understood: readonly Understood[]): string[] =>
  understood.filter(({ as }) => as === 'other-place' || as === 'exclusion').map(({ typed }) => typed);

const mostCounties = 20;

/** The search with the trades and places of the text as filters, the rest staying text; null if filters cannot say it. */
export function asFilters(
  search: ContractorPageSearch,
  understood: readonly Understood[],
): SearchChange | null {
  if (understood.some(({ as }) => as === 'begun-place')) return null;
  const trades = understood.filter((part) => part.as === 'trade');
  // An unknown place stays a problem: without it the filters would say “everywhere”.
  const place =
    understood.find((part) => part.as === 'place')?.near ??
    understood.find((part) => part.as === 'unknown-place')?.name;
  const counties = understood.find((part) => part.as === 'county')?.counties ?? [];
  const asked = understood.find((part) => part.as === 'standing')?.standing;
  const standing = asked === 'any' ? undefined : asked;
  const distance = understood.find((part) => part.as === 'distance')?.miles;
  const member = understood.find((part) => part.as === 'member')?.is;
  const isAsking = standing !== undefined || distance !== undefined || member !== undefined;
  if (trades.length === 0 && !place && counties.length === 0 && !isAsking) return null;
  // Half the state as single counties would be a wall of chips.
  if (counties.length > mostCounties) return null;
  const codes = [...new Set(trades.flatMap((part) => part.codes))];
  const certified = certifications.filter((code) => codes.includes(code));
  const held = codes.filter((code) => !isCertification(code));
  const isAlternative = understood.some(({ typed }) => typed.startsWith('or '));
  // A filter asks for any of its trades or for all of them, and never for one of these and one of those.
  const mustAll = trades.length > 1 && !isAlternative;
  if (isAlternative && trades.length < understood.length) return null;
  if (trades.length > 0 && search.trades.length + search.certifications.length > 0) return null;
  if (held.length > mostTrades) return null;
  if (isAlternative && certified.length > 0) return null;
  if (trades.some(isTradeOrCertification)) return null;
  if (mustAll && trades.some((part) => part.codes.length > 1)) return null;
  return {
    q: understood
      .filter(({ as }) => as === 'name' || as === 'other-work')
      .map(({ typed }) => typed)
      .join(' '),
    ...(held.length > 0 ? { trades: held, match: mustAll ? 'all' : 'any' } : {}),
    ...(certified.length > 0 ? { certifications: certified } : {}),
    ...(place ? { near: place } : {}),
    ...(counties.length > 0 ? { counties: counties.filter(isCounty) } : {}),
    // A filter that is set counts, whatever the words ask for.
    ...(standing && { standing: search.standing ?? standing }),
    ...(distance && { miles: search.miles === contractorSearchDefaults.miles ? distance : search.miles }),
    ...(member !== undefined && { member: search.member ?? member }),
  };
}
