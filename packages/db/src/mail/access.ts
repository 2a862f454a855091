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
  // Written by migrations; the sealer of the trail seals them with the other rules.
  member_letters: { select: { staff: 'system' } },
  staff_letters: { select: { staff: 'system' } },
};
