import { z } from 'zod/mini';
import { limit, searchText } from './text.ts';

/** The kinds of things that the search across the portal finds for everybody who may see them, and those of staff. */
export const portalKinds = [
  'projects',
  'past_projects',
  'firms',
  'people',
  'contractors',
  'own_invoices',
] as const;
export type PortalKind = (typeof portalKinds)[number];
export const recordKinds = ['members', 'invoices'] as const;
export type RecordKind = (typeof recordKinds)[number];
export type SearchKindName = PortalKind | RecordKind;

/** The most rows of one kind. A total up to here is exact. */
export const mostHits = 50;

const kindsOf = <const Kind extends string>(kinds: readonly [Kind, ...Kind[]]) =>
  z.optional(
    z.array(z.enum(kinds, { error: 'must be kinds of the search' })).check(z.maxLength(kinds.length)),
  );

const asked = z.object({
  /** Words of names and texts, the beginning of a name, or a number of a license or an invoice. */
  text: searchText(200),
  /** The most rows of each kind. */
  limit: limit(mostHits, 5),
});
/** All kinds, unless some are named. */
export const searchPortalInput = z.extend(asked, { kinds: kindsOf(portalKinds) });
export type SearchPortalInput = z.infer<typeof searchPortalInput>;
export const searchRecordsInput = z.extend(asked, { kinds: kindsOf(recordKinds) });
export type SearchRecordsInput = z.infer<typeof searchRecordsInput>;
