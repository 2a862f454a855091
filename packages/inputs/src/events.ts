import { z } from 'zod';
import { page } from './text.ts';

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

export const listEventsInput = page.extend({
  type: z.enum(eventTypes).optional(),
  /** Only events that have not begun at this moment. Default: now. */
  from: z.date().optional(),
});
export type ListEventsInput = z.infer<typeof listEventsInput>;
