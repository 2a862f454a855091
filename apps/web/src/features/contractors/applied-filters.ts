import { regionNames } from './region-names.ts';
import { formatDay } from '../../lib/formats.ts';
import type { ContractorPageSearch, SearchChange } from './contractor-search.ts';
import { tradeLabel } from './trade-names.ts';

export interface AppliedFilter {
  key: string;
  label: string;
  /** The change that takes this filter away. */
  without: SearchChange;
}

/** Each filter of a search in words, in the order of the page. `place` is what `near` was taken to mean. */
export function appliedFilters(search: ContractorPageSearch, place?: string | null): AppliedFilter[] {
  const { q, trades, match, counties, region, standing, on, businessTypes, member, near, miles } = search;
  const applied: AppliedFilter[] = [];
  const add = (key: string, label: string, without: SearchChange) =>
    applied.push({ key, label, without });

  if (q) add('q', `“${q}”`, { q: '' });
  if (near) {
    add('near', `Within ${miles} ${miles === 1 ? 'mile' : 'miles'} of ${placeLabel(near, place)}`, { near: '' });
  }
  for (const trade of trades) {
    const every = match === 'all' && trades.length > 1;
    add(`trade ${trade}`, `${every ? 'Has ' : ''}${tradeLabel(trade)}`, {
      trades: trades.filter((other) => other !== trade),
    });
  }
  for (const county of counties) {
    add(`county ${county}`, `${county} County`, { counties: counties.filter((other) => other !== county) });
  }
  if (region) add('region', regionNames[region], { region: undefined });
  if (standing) {
    const words = standing === 'good' ? 'In good standing' : 'Not in good standing';
    add('standing', on ? `${words} on ${formatDay(on)}` : words, { standing: undefined, on: undefined });
  }
  for (const type of businessTypes) {
    add(`type ${type}`, type, { businessTypes: businessTypes.filter((other) => other !== type) });
  }
  if (member !== undefined) {
    add('member', member ? 'NAMC members' : 'Not NAMC members', { member: undefined });
  }
  return applied;
}

function placeLabel(near: string, place: string | null | undefined): string {
  if (/^-?\d+(\.\d+)?,\s*-?\d+(\.\d+)?$/.test(near)) return 'the chosen map area';
  return place || near;
}
