import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  secure_data: {
    select: { account: 'own', staff: 'secure_data.read' },
    insert: { account: 'own' },
    update: { account: 'own', staff: 'system' },
    delete: { account: 'own', staff: 'system' },
  },
};
