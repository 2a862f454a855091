import { z } from 'zod';
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

export const listEventsInput = page.extend({
  type: z.enum(eventTypes).optional(),
  /** Only events that start at this moment or later; default: now. */
  from: z.date().optional(),
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
  capacity: z
    .number('must be a number of seats')
    .int('must be a whole number of seats')
    .min(1, 'must be at least one')
    .max(1_000_000, 'must be at most one million')
    .nullable(),
});

export type ChangeCapacityInput = z.infer<typeof changeCapacityInput>;
