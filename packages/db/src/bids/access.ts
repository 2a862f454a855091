import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_applications: {
    select: { account: 'own', staff: 'bids.read' },
    insert: { member: 'own', staff: 'system' },
    update: { account: 'own', staff: 'bids.manage' },
  },
  // Before the opening. From then on everyone who sees the bid reads its offer and files; `sealed-bids.test.ts` tries that.
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
