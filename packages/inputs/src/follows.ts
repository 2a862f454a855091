import { z } from 'zod/mini';
import { licenseNumber } from './contractors.ts';
import { changed, lineOrNone, page } from './text.ts';

/** The most licenses that one person follows. The database's trigger `limit_own_rows` repeats it. */
export const mostFollows = 200;

/** Dates that a follower hears of without a new file. */
export const dueKinds = [
  'expires_soon',
  'bond_cancellation_due',
  'worker_bond_cancellation_due',
  'disciplinary_bond_cancellation_due',
  'qualifier_bond_cancellation_due',
  'workers_comp_cancellation_due',
  'policy_cancellation_due',
  'workers_comp_suspension_due',
  'pending_suspension_due',
  'pending_class_removal_due',
  'pending_class_replacement_due',
  'qualifier_departure_due',
  'no_qualifier_due',
  'qualifier_class_departure_due',
  'qualifier_class_due',
  'inactivation_due',
  'reactivation_due',
  'issue_due',
  'member_barred_due',
] as const;
export type DueKind = (typeof dueKinds)[number];

/**
 * A day ahead that an owner of a company hears of, 90, 30 and 7 days before (`reminderDays`). Its text is the finding's code,
 * the day, and the step.
 */
export const aheadKind = 'own_day_ahead';

/** The news for a follower when an import that they heard of is undone. */
export const changesUndone = 'changes_undone';

/** Days before the last day of a license on which its followers hear of it. */
export const expiryNoticeDays = 30;

/** An empty note is none. */
const note = changed(lineOrNone(200), (text) => text || null);

export const followLicenseInput = z.object({ licenseNumber, note: z.optional(note) });
export type FollowLicenseInput = z.infer<typeof followLicenseInput>;

export const unfollowLicenseInput = z.object({ licenseNumber });

export const noteFollowInput = z.object({ licenseNumber, note });
export type NoteFollowInput = z.infer<typeof noteFollowInput>;

/** The staff's list of what owners were told of their licenses. */
export const listLicenseNoticesInput = page;
export type ListLicenseNoticesInput = z.infer<typeof listLicenseNoticesInput>;
