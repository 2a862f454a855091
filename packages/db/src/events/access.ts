import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  events: {
    select: { anyone: 'all', staff: 'any' },
    insert: { staff: 'events.manage' },
    update: { staff: 'events.manage' },
    // A draft.
    delete: { staff: 'events.manage' },
  },
  event_registrations: {
    select: { account: 'own', staff: 'events.read' },
    insert: { member: 'own', staff: 'events.manage' },
    update: { account: 'own', staff: 'events.manage' },
  },
  event_files: {
    select: { member: 'all', staff: 'any' },
    insert: { staff: 'events.manage' },
    delete: { staff: 'events.manage' },
  },
};
