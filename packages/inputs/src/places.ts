import { z } from 'zod/mini';
import { searchText } from './text.ts';

export const suggestPlacesInput = z.object({
  /** The beginning of a city, a county or a ZIP code. */
  typed: searchText(80),
});
export type SuggestPlacesInput = z.infer<typeof suggestPlacesInput>;

/** A person’s own words for a place that the portal does not know. */
export const listNearestPlacesInput = z.object({ near: searchText(80) });
export type ListNearestPlacesInput = z.infer<typeof listNearestPlacesInput>;
