import { mapPlace } from '@namc/inputs/bounds';
import { type DirectoryFilters, directoryFilters } from '@namc/inputs/directory';
import { z } from 'zod/mini';
import { readWords } from '../../lib/beginning-of.ts';
import { readLeniently } from '../../lib/lenient.ts';
import { stringifySearchParams } from '../../lib/search-params.ts';

/** The address of the directory: its filters, and what the screen shows of them. */
const pageSearch = z.extend(directoryFilters, {
  /** On a phone, list and map take turns. */
  view: z._default(z.enum(['list', 'map']), 'list'),
  at: mapPlace,
  /** True if the address held more words than a search takes. */
  isCut: z._default(z.boolean(), false),
});
export type DirectorySearch = z.output<typeof pageSearch>;
export type DirectoryChange = { [Name in keyof DirectorySearch]?: DirectorySearch[Name] | undefined };

export const directoryDefaults: DirectorySearch = pageSearch.parse({});

/** Never fails: what is wrong in an address is left out. Of a text that is too long the beginning stays. */
export const readDirectorySearch = (given: Record<string, unknown>): DirectorySearch =>
  readLeniently(pageSearch, { ...given, ...readWords(given) });

export const filtersOf = (search: DirectorySearch): DirectoryFilters => directoryFilters.parse(search);

/** The part of a search that an address has to say. */
export function toAddress(search: DirectoryChange): DirectoryChange {
  const defaults: Record<string, unknown> = directoryDefaults;
  return Object.fromEntries(Object.entries(search).filter(([name, value]) => value !== defaults[name]));
}

/** The filters in use. The distance is none without a place, and neither is the day without a certification. */
export function filtersInUse({
  q,
  trade,
  certification,
  county,
  city,
  skill,
  isInOwnArea,
  near,
  bounds,
}: DirectorySearch): string[] {
  return [q, trade, certification, county, city, skill, isInOwnArea && 'area', near, bounds].filter(
    (value): value is string => Boolean(value),
  );
}

/** The address of the file with every firm of this search, for staff. */
export const downloadHref = (search: DirectorySearch): string =>
  `/api/directory.csv${stringifySearchParams(filtersOf(search))}`;
