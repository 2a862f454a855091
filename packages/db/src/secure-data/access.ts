import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  secure_data: {
    select: { account: 'own', staff: 'secure_data.read' },
    // The portal encrypts them, on behalf of their owner.
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { account: 'own', staff: 'system' },
  },
};
