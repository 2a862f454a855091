import { z } from 'zod/mini';
import { calendarDate, id, oneLine } from './text.ts';

/** The statuses of a term of membership. */
export const membershipStatuses = ['ACTIVE', 'ENDED', 'CANCELLED'] as const;

export type MembershipStatus = (typeof membershipStatuses)[number];

export const startMembershipInput = z
  .object({ userId: id, tierCode: oneLine(40), startsOn: calendarDate, endsOn: calendarDate })
  .check(
    z.refine(({ startsOn, endsOn }) => endsOn >= startsOn, {
      path: ['endsOn'],
      message: 'must not be before the first day',
    }),
  );

export type StartMembershipInput = z.infer<typeof startMembershipInput>;

/** The day on which terms count as over if their last day is before it. */
export const endMembershipsInput = z.object({ today: calendarDate });

export type EndMembershipsInput = z.infer<typeof endMembershipsInput>;
