import { z } from 'zod';
import { calendarDate, id, words } from './text.ts';

/** The statuses of a term of membership. */
export const membershipStatuses = ['ACTIVE', 'ENDED', 'CANCELLED'] as const;

export type MembershipStatus = (typeof membershipStatuses)[number];

export const startMembershipInput = z
  .object({ userId: id, tierCode: words(40), startsOn: calendarDate, endsOn: calendarDate })
  .refine(({ startsOn, endsOn }) => endsOn >= startsOn, {
    path: ['endsOn'],
    message: 'is before the first day',
  });

export type StartMembershipInput = z.infer<typeof startMembershipInput>;
