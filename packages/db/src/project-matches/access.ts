import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  match_choices: {
    select: { account: 'own', staff: 'system' },
    insert: { account: 'own', staff: 'system' },
    update: { account: 'own', staff: 'system' },
    delete: { staff: 'system' },
  },
  project_matches: {
    select: { staff: 'system' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
};
