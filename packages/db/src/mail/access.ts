import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  mails: {
    select: { staff: 'mail.read' },
    update: { staff: 'system' },
  },
  // Written by `queue_mail`.
  mail_bodies: {
    select: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // Read by `assert_may_send`, written by migrations.
  member_letters: {},
  staff_letters: {},
};
