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
