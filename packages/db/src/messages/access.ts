import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  // Nobody of the staff reads what members write to one another.
  messages: { select: { account: 'own' }, insert: { member: 'own' } },
  mailbox: { select: { account: 'own' }, update: { account: 'own' } },
};
