import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  mails: {
    select: { staff: 'members.read' },
    update: { staff: 'system' },
  },
  // Written by `queue_mail`.
  mail_bodies: {
    select: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // Read by `send_member_letter`, written by migrations.
  member_letters: {},
};
