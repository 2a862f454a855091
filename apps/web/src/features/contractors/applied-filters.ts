import { businessTypeWords } from '@namc/inputs/business-types';
import type { StandingChoice } from '@namc/inputs/contractors';
import { dayWords } from '@namc/inputs/day-words';
import { quoted } from '@namc/inputs/quoted';
import { californiaToday, plural } from '../../lib/formats.ts';
import { inMapArea } from '../saved-searches/map-area.ts';
import type { ContractorPageSearch, SearchChange } from './contractor-search.ts';
import { regionNames } from './region-names.ts';
import { standingNames } from './standing-names.ts';
import { tradeLabel, tradeName } from './trade-names.ts';
import { withoutWords } from './typed-words.ts';

export interface AppliedFilter {
  key: string;
  label: string;
  /** The change that removes this filter. */
  without: SearchChange;
}

/** The location that the portal found for `near`. */
interface Found {
  place: { label: string } | null;
  area: string | null;
  placeUnknown: boolean;
}

/** Returns each filter of a search in words, in the order of the page. */
export function appliedFilters(search: ContractorPageSearch, found?: Found, today?: string): AppliedFilter[] {
  const { q, words, trades, match, certifications, counties, region, standing, on } = search;
  const { businessTypes, member, near, miles, bounds } = search;
  const applied: AppliedFilter[] = [];
  const add = (key: string, label: string, without: SearchChange) => applied.push({ key, label, without });

  if (q) add('q', words === 'names' ? `${quoted(q)} in names only` : quoted(q), { q: '', words: 'all' });
  if (near) {
    add('near', placeLabel(near, miles, found), { near: '' });
  }
  if (bounds) add('bounds', inMapArea, { bounds: undefined });
  for (const trade of trades) {
    const every = match === 'all' && trades.length > 1;
    add(`trade ${trade}`, `${every ? 'Has ' : ''}${tradeLabel(trade)}`, {
      trades: trades.filter((other) => other !== trade),
    });
  }
  for (const code of certifications) {
    add(`certification ${code}`, tradeName(code) ?? code, {
      certifications: certifications.filter((other) => other !== code),
    });
  }
  for (const county of counties) {
    add(`county ${county}`, `${county} County`, { counties: counties.filter((other) => other !== county) });
  }
  if (region) add('region', regionNames[region], { region: undefined });
  if (standing) {
    add('standing', standingLabel(standing, on, today), { standing: undefined, on: undefined });
  } else if (on) {
    add('on', `Standing as of ${dayWords(on)}`, { on: undefined });
  }
  for (const type of businessTypes) {
    add(`type ${type}`, businessTypeWords(type), {
      businessTypes: businessTypes.filter((other) => other !== type),
    });
  }
  if (member !== undefined) {
    add('member', member ? 'NAMC members' : 'Not NAMC members', { member: undefined });
  }
  return applied;
}

/** The filters of a search in words, without the typed words that it does not go by. */
export const wordsToSave = (search: ContractorPageSearch, leftOut: readonly string[]): string[] =>
  appliedFilters({ ...search, q: withoutWords(search.q, leftOut) }).map(({ label }) => label);

/** The file knows no standing of a day to come: it says only what holds if nothing changes until then. */
function standingLabel(standing: StandingChoice, on: string | undefined, today: string | undefined): string {
  if (!on) return standingNames[standing];
  if (on <= (today ?? californiaToday()) || standing === 'unknown')
    return `${standingNames[standing]} on ${dayWords(on)}`;
  const words = standing === 'good' ? 'Valid' : standingNames[standing];
  return `${words} as filed on ${dayWords(on)}`;
}

const coordinates = /^-?\d+(\.\d+)?,\s*-?\d+(\.\d+)?$/;

function placeLabel(near: string, miles: number, found: Found | undefined): string {
  if (found?.placeUnknown) return `Near ${quoted(near)} (not found)`;
  if (found?.area) return `In ${found.area}`;
  // “Use my location” writes coordinates. They are for no title, and no name of a saved search.
  const place = coordinates.test(near) ? 'the chosen location' : (found?.place?.label ?? near);
  return `Within ${miles} ${plural(miles, 'mile')} of ${place}`;
}
