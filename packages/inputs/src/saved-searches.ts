import { z } from 'zod/mini';
import { contractorFilters } from './contractors.ts';
import { id, oneLine } from './text.ts';

/** The things that a saved search looks for. */
export const searchSubjects = ['contractors'] as const;

/** The times at which a person hears of new results. */
export const notifyTimes = ['OFF', 'AT_ONCE', 'WEEKLY'] as const;
export type NotifyTime = (typeof notifyTimes)[number];

/** A wider search is saved too, but nobody is told of its new results. */
export const widestWatchedSearch = 5_000;

const name = oneLine(100);
const notify = z.enum(notifyTimes, 'must be OFF, AT_ONCE or WEEKLY');

export const saveSearchInput = z.object({
  name,
  filters: contractorFilters,
  notify: z._default(notify, 'AT_ONCE'),
});
export type SaveSearchInput = z.infer<typeof saveSearchInput>;

export const changeSavedSearchInput = z.object({ id, name: z.optional(name), notify: z.optional(notify) });
export type ChangeSavedSearchInput = z.infer<typeof changeSavedSearchInput>;

export const markSearchSeenInput = z.object({ id });

export const removeSavedSearchInput = z.object({ id });
