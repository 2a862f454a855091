import { z } from 'zod/mini';
import { bounds, mapWindow } from './bounds.ts';
import { county, region } from './california.ts';
import { certifications, classification } from './classifications.ts';
import { calendarDate, cursor, limit, listOf, miles, oneLine, searchText } from './text.ts';

export const licenseNumber = z
  .string()
  .check(z.trim(), z.regex(/^\d{1,8}$/, 'must be up to 8 digits and nothing else'));

/**
 * The gist of a standing on a day: nothing against the license; clear with a warning; no contracts and bids; not
 * known from the file.
 */
export const standings = ['good', 'pending', 'not-good', 'unknown'] as const;
export type StandingGroup = (typeof standings)[number];
/** The standings that a search may ask for: a group, or both groups of licenses that the board lists as clear and nothing bars. */
export const standingChoices = ['good', 'clear', 'pending', 'not-good', 'unknown'] as const;
export type StandingChoice = (typeof standingChoices)[number];
export const contractorSorts = ['best', 'distance', 'name'] as const;

/** The most characters of text and of a place, trades, and kinds of business that one search takes. */
export const mostWords = 200;
export const mostPlace = 80;
export const mostTrades = 20;
export const mostBusinessTypes = 10;

/** The filters of a contractor search. Everything that filters contractors takes exactly these fields. */
export const contractorFilters = z.object({
  /** The typed text: web-search syntax, a license number, or the beginning of a word. */
  q: z._default(searchText(mostWords), ''),
  /**
   * The reading of `q`. `all`: words for trades also find their holders, and a place in the text is the place of the
   * search. `names`: every word is looked for in names, cities and nowhere else.
   */
  words: z._default(z.enum(['all', 'names'], 'must be all or names'), 'all'),
  trades: listOf(classification, mostTrades, 'trades'),
  match: z._default(z.enum(['any', 'all'], 'must be any or all'), 'any'),
  /** Only contractors with all of these. */
  certifications: listOf(z.enum(certifications, 'must be ASB or HAZ'), 2, 'certifications'),
  counties: listOf(county, 58, 'counties'),
  region: z.optional(region),
  standing: z.optional(z.enum(standingChoices, 'must be good, clear, pending, not-good or unknown')),
  /** The day on which `standing` is judged. Default: today in California. */
  on: z.optional(calendarDate),
  businessTypes: listOf(oneLine(40), mostBusinessTypes, 'business types'),
  member: z.optional(z.boolean('must be true or false')),
  /** ZIP code, city (in California unless a state follows) or `latitude,longitude`. */
  near: z._default(searchText(mostPlace), ''),
  /** Statute miles around `near`. */
  miles: z._default(miles(100), 20),
  /** Only within this rectangle, like the visible part of a map. With `near` both must hold. */
  bounds: z.optional(bounds),
});
export type ContractorFilters = z.infer<typeof contractorFilters>;

/** True if a typed text is one to search for: a single letter or digit is only the beginning of one. */
export const isAsked = (q: string): boolean => q.trim() !== '' && !/^[\p{L}\p{N}]$/u.test(q.trim());

/** Without a filter and without words to search for, there is nothing to list but the counties. */
export function narrows(filters: ContractorFilters): boolean {
  const { q, trades, certifications, counties, region, standing, businessTypes, member, near, bounds } =
    filters;
  return (
    isAsked(q) ||
    near !== '' ||
    bounds !== undefined ||
    trades.length + certifications.length + counties.length + businessTypes.length > 0 ||
    region !== undefined ||
    standing !== undefined ||
    member !== undefined
  );
}

/** The filters whose values are counted. */
export const contractorFacets = [
  'classifications',
  'certifications',
  'counties',
  'regions',
  'businessTypes',
  'standing',
  'membership',
] as const;
export type ContractorFacet = (typeof contractorFacets)[number];

export const countFacetsInput = z.extend(contractorFilters, {
  facets: z.array(z.enum(contractorFacets)).check(z.minLength(1), z.maxLength(contractorFacets.length)),
});
export type CountFacetsInput = z.infer<typeof countFacetsInput>;

export const searchContractorsInput = z.extend(contractorFilters, {
  /** `distance` without `near`, and `best` without `q`, order by standing and then by age of the license. */
  sort: z._default(z.enum(contractorSorts, 'must be best, distance or name'), 'best'),
  cursor: z.optional(cursor),
  limit: limit(100, 50),
});
export type SearchContractorsInput = z.infer<typeof searchContractorsInput>;

/**
 * Reads a search as an address carries it: everything is text, and lists are repeated keys.
 * @throws $ZodError that names the wrong fields.
 */
export function readContractorQuery(
  query: URLSearchParams,
): Omit<SearchContractorsInput, 'cursor' | 'limit'> {
  const one = (name: string) => query.get(name) ?? undefined;
  const member = one('member');
  const distance = one('miles');
  return z.omit(searchContractorsInput, { cursor: true, limit: true }).parse({
    q: one('q'),
    words: one('words'),
    trades: query.getAll('trades'),
    match: one('match'),
    certifications: query.getAll('certifications'),
    counties: query.getAll('counties'),
    region: one('region'),
    standing: one('standing'),
    on: one('on'),
    businessTypes: query.getAll('businessTypes'),
    member: member === 'true' || member === 'false' ? member === 'true' : member,
    near: one('near'),
    miles: distance === undefined ? undefined : Number(distance),
    bounds: one('bounds'),
    sort: one('sort'),
  });
}

export const mapContractorsInput = z.extend(contractorFilters, mapWindow);
export type MapContractorsInput = z.infer<typeof mapContractorsInput>;

export const getLicenseInput = z.object({
  licenseNumber,
  /** The day on which the standing is judged. Default: today in California. */
  on: z.optional(calendarDate),
});
export type GetLicenseInput = z.infer<typeof getLicenseInput>;

/**
 * The changes of a license between two imports. `before` and `after` of each are as filed: a status or another text, a date
 * (`YYYY-MM-DD`), a departure (`readDeparture`), a classification, a telephone number, an address in one line, a surety, whole
 * dollars, or a member of a joint venture (`readBarredMember`).
 */
export const contractorChangeKinds = [
  'new_license',
  'gone',
  'returned',
  'status_changed',
  'secondary_status_changed',
  'pending_suspension_changed',
  'pending_class_removal_changed',
  'pending_class_replacement_changed',
  'expiration_moved',
  'issue_date_changed',
  'reissued',
  'reissue_lifted',
  'inactivated',
  'inactivation_lifted',
  'reactivated',
  'reactivation_lifted',
  'class_gained',
  'class_lost',
  'name_changed',
  'dba_changed',
  'full_name_changed',
  'shown_name_changed',
  'business_type_changed',
  'asbestos_registration_changed',
  'phone_changed',
  'address_changed',
  'workers_comp_coverage_changed',
  'workers_comp_insurer_changed',
  'workers_comp_policy_changed',
  'workers_comp_effective_date_changed',
  'workers_comp_expiration_moved',
  'workers_comp_cancellation_set',
  'workers_comp_cancellation_lifted',
  'workers_comp_suspension_set',
  'workers_comp_suspension_lifted',
  'bond_filed',
  'bond_removed',
  'bond_cancellation_set',
  'bond_cancellation_lifted',
  'bond_amount_changed',
  'bond_effective_date_changed',
  'worker_bond_filed',
  'worker_bond_removed',
  'worker_bond_cancellation_set',
  'worker_bond_cancellation_lifted',
  'worker_bond_amount_changed',
  'worker_bond_effective_date_changed',
  'disciplinary_bond_filed',
  'disciplinary_bond_removed',
  'disciplinary_bond_cancellation_set',
  'disciplinary_bond_cancellation_lifted',
  'disciplinary_bond_amount_changed',
  'disciplinary_bond_effective_date_changed',
  'disciplinary_bond_required',
  'qualifiers_left',
  'qualifiers_replaced',
  'qualifier_class_left',
  'qualifier_class_replaced',
  'qualifier_bond_filed',
  'qualifier_bond_removed',
  'qualifier_bond_cancellation_set',
  'qualifier_bond_cancellation_lifted',
  'qualifier_bond_amount_changed',
  'qualifier_bond_effective_date_changed',
  'policy_cancellation_set',
  'policy_cancellation_lifted',
  'policy_suspension_set',
  'policy_suspension_lifted',
  'member_barred',
  'member_allowed',
] as const;

export const listContractorChangesInput = z.object({
  kinds: z._default(z.array(z.enum(contractorChangeKinds)), []),
  counties: listOf(county, 58, 'counties'),
  /** Only changes of this import run. */
  run: z.optional(z.uuid()),
  cursor: z.optional(cursor),
  limit: limit(500, 100),
});
export type ListContractorChangesInput = z.infer<typeof listContractorChangesInput>;
