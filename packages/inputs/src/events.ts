import { z } from 'zod/mini';
import { id, page } from './text.ts';

export const eventTypes = ['WORKSHOP', 'NETWORKING', 'MEETING', 'TRAINING', 'CONFERENCE'] as const;

export const eventStatuses = [
  'DRAFT',
  'PUBLISHED',
  'REGISTRATION_OPEN',
  'REGISTRATION_CLOSED',
  'COMPLETED',
  'CANCELLED',
] as const;

export const registrationStatuses = ['REGISTERED', 'WAITLISTED', 'CANCELLED', 'ATTENDED', 'NO_SHOW'] as const;

export type RegistrationStatus = (typeof registrationStatuses)[number];

export const listEventsInput = z.extend(page, {
  type: z.optional(z.enum(eventTypes)),
  /** Only events that start at this moment or later; default: now. */
  from: z.optional(z.date()),
});

export type ListEventsInput = z.infer<typeof listEventsInput>;

export const registerForEventInput = z.object({ eventId: id });

export type RegisterForEventInput = z.infer<typeof registerForEventInput>;

export const cancelRegistrationInput = z.object({ registrationId: id });

export type CancelRegistrationInput = z.infer<typeof cancelRegistrationInput>;

export const markAttendanceInput = z.object({ registrationId: id, came: z.boolean() });

export type MarkAttendanceInput = z.infer<typeof markAttendanceInput>;

export const changeCapacityInput = z.object({
  eventId: id,
  /** Seats; null for no limit. */
  capacity: z.nullable(
    z
      .number('must be a number of seats')
      .check(
        z.int('must be a whole number of seats'),
        z.minimum(1, 'must be at least one'),
        z.maximum(1_000_000, 'must be at most one million'),
      ),
  ),
});

export type ChangeCapacityInput = z.infer<typeof changeCapacityInput>;
