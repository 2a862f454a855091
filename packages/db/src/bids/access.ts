import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  project_interests: {
    select: { account: 'own' },
    insert: { member: 'own' },
    update: { member: 'own' },
  },
  project_applications: {
    select: { account: 'own', staff: 'bids.read' },
    insert: { member: 'own', staff: 'system' },
    update: { account: 'own', staff: 'bids.manage' },
  },
  // The keys alone. Nobody reads a sealed column of the table: `offers_of` and `files_of_bids` decide who reads what, and
  // `sealed-bids.test.ts` tries them.
  bid_contents: {
    select: { account: 'own' },
    insert: { staff: 'system' },
  },
  // `submit_bid` freezes them.
  bid_files: {
    select: { account: 'own' },
  },
  // The opening act writes them, and the system encrypts them anew under another key. Whoever reads the file reads its key: the model's
  // files of bids are not open.
  opened_file_keys: {
    select: { staff: 'system' },
    update: { staff: 'system' },
  },
  // `submit_bid` writes them, and the system encrypts them anew under another key.
  bid_copies: {
    select: { account: 'own', staff: 'system' },
    update: { staff: 'system' },
  },
  // `ask_bidder` and `answer_clarification` write them. Staff whose own firm bids on the project read none.
  bid_clarifications: {
    select: { account: 'own', staff: 'bids.read' },
  },
  // `grant_bid_exception` writes them, and `exceptions_of` says who reads what of one.
  // Staff whose own firm bids on the project read none of it.
  bid_exceptions: {
    select: { account: 'own', staff: 'projects.manage' },
  },
  // The wrapped keys are the worker’s.
  project_seals: {
    select: { staff: 'system' },
    update: { staff: 'system' },
  },
  // A definer function saves the content, which the system encrypts anew under another key.
  bid_drafts: {
    select: { account: 'own', staff: 'system' },
    update: { account: 'own', staff: 'system' },
  },
};
