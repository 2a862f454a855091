import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_applications: {
    select: { account: 'own', staff: 'bids.read' },
    insert: { member: 'own', staff: 'system' },
    update: { account: 'own', staff: 'bids.manage' },
  },
  // The keys alone. Nobody reads a sealed column of the table: `offers_of` and `files_of_bids` decide who reads what, and
  // `sealed-bids.test.ts` tries them.
  bid_contents: {
    select: { account: 'own' },
    insert: { member: 'own', staff: 'system' },
    update: { member: 'own' },
  },
  bid_files: {
    select: { account: 'own' },
    insert: { member: 'own' },
    delete: { member: 'own' },
  },
};
