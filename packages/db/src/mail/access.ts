import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  mails: {
    select: { staff: 'mail.read' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // Written by `add_mail`.
  mail_contents: {
    select: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // Read by `assert_may_send`, written by migrations.
  member_letters: {},
  staff_letters: {},
};
