import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  // No staff member reads messages between members.
  messages: { select: { account: 'own' }, insert: { member: 'own' } },
  mailbox: { select: { account: 'own' }, update: { account: 'own' } },
};
