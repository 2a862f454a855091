import type { Erasure } from '../engine/erasure.ts';

const kept =
  'The trail is sealed, so nothing in it changes. It is deleted after two years with its partition.';

export const erasure: Erasure = {
  admin_actions: { close: { keep: kept }, export: { omit: 'The trail is for auditors.' } },
  audit_log: { close: { keep: kept }, export: { omit: 'The trail is for auditors.' } },
};
