import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  contractor_fetches: {
    select: { staff: 'contractors.import' },
    insert: { staff: 'contractors.import' },
    update: { staff: 'system' },
  },
  contractor_imports: {
    select: { staff: 'contractors.import' },
    insert: { staff: 'contractors.import' },
    update: { staff: 'contractors.import' },
  },
};
