import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  portal_settings: {
    select: { staff: 'any' },
    insert: { staff: 'settings.manage' },
    update: { staff: 'settings.manage' },
  },
};
