import { z } from 'zod/mini';
import { lineOrNone, searchText } from './text.ts';

export const suggestPlacesInput = z.object({
  /** The beginning of a city, a county or a ZIP code. */
  typed: searchText(80),
});
export type SuggestPlacesInput = z.infer<typeof suggestPlacesInput>;

/** A ZIP code and the city beside it, which may be blank. */
export const checkAddressInput = z.object({
  zipCode: z.string().check(z.regex(/^\d{5}$/, 'must have five digits')),
  city: z._default(lineOrNone(100), ''),
});
export type CheckAddressInput = z.infer<typeof checkAddressInput>;

/** A person’s own words for a place that the portal does not know. */
export const listNearestPlacesInput = z.object({ near: searchText(80) });
export type ListNearestPlacesInput = z.infer<typeof listNearestPlacesInput>;
