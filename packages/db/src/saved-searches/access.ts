import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  saved_searches: {
    select: { account: 'own', staff: 'system' },
    insert: { member: 'own' },
    update: { member: 'own', staff: 'system' },
    delete: { account: 'own', staff: 'system' },
  },
};
