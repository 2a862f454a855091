import { z } from 'zod/mini';
import { contractorFilters } from './contractors.ts';
import { projectFilters } from './projects.ts';
import { id, oneLine } from './text.ts';

/** The things that a saved search looks for. */
export const searchSubjects = ['contractors', 'projects'] as const;
export type SearchSubject = (typeof searchSubjects)[number];

/** The times at which a person hears of new results. */
export const notifyTimes = ['OFF', 'AT_ONCE', 'DAILY', 'WEEKLY'] as const;
export type NotifyTime = (typeof notifyTimes)[number];

/** A wider search is saved too, but nobody is told of its new results. */
export const widestWatchedSearch = 5_000;

const name = oneLine(100);
export const notify = z.enum(notifyTimes, 'must be OFF, AT_ONCE, DAILY or WEEKLY');

export const saveSearchInput = z.object({
  name,
  filters: contractorFilters,
  notify: z._default(notify, 'AT_ONCE'),
});
export type SaveSearchInput = z.infer<typeof saveSearchInput>;

export const saveProjectSearchInput = z.object({
  name,
  filters: projectFilters,
  notify: z._default(notify, 'DAILY'),
});
export type SaveProjectSearchInput = z.infer<typeof saveProjectSearchInput>;

export const changeSavedSearchInput = z.object({ id, name: z.optional(name), notify: z.optional(notify) });
export type ChangeSavedSearchInput = z.infer<typeof changeSavedSearchInput>;

export const markSearchSeenInput = z.object({ id });

export const removeSavedSearchInput = z.object({ id });
