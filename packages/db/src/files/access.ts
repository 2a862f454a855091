import { referenceList, type TableRules } from '../engine/access-rules.ts';

/** The model's rows are photos, which whoever may read the account may see. Staff upload the license board's files instead. */
export const access: TableRules = {
  file_kinds: referenceList,
  file_contents: {
    select: { account: 'own', staff: 'members.read' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
    delete: { staff: 'system' },
  },
  // Of files of bids, for the people who read them as the firm's.
  file_secrets: {
    select: { account: 'own', staff: 'system' },
    insert: { staff: 'system' },
    update: { staff: 'system' },
  },
  files: {
    select: { account: 'own', staff: 'members.read' },
    insert: { account: 'own', staffOwn: 'contractors.import' },
    update: { account: 'own', staff: 'system' },
    delete: { account: 'own', staff: 'system' },
  },
};
