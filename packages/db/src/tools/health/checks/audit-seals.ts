import { getSealState } from '../../../audit/queries.ts';
import { counted, definePortalCheck, spanInWords, stateOf } from '../check.ts';

export const auditSeals = definePortalCheck({
  name: 'audit-seals',
  area: 'safety',
  question: 'Is the audit trail sealed up to date, and did its last verification find nothing?',
  unit: 'seconds',
  place: 'portal',
  limits: { warn: 300, bad: 600 },
  alertsAfter: 1,
  explanation:
    'The worker seals new rows of the trail each minute, and verifies the whole trail each night. A row that waits long for its seal could be changed unseen: look whether the worker runs. What a verification names is at Audit trail; portal audit verify proves it.',
  statement: async (tx) => [await getSealState(tx)],
  judge: ([answer], limits) => {
    const [row] = answer?.rows ?? [];
    const waited = row?.waitedSeconds ?? 0;
    const evidence = [
      {
        sealedAt: row?.sealedAt?.toISOString() ?? null,
        waitedSeconds: Math.round(waited),
        verifiedAt: row?.finishedAt?.toISOString() ?? null,
        problems: row?.problems ?? null,
      },
    ];
    if ((row?.problems ?? 0) > 0) {
      const says = `The last verification of the audit trail named ${counted(row?.problems ?? 0, 'problem')}.`;
      return { state: 'bad', value: waited, says, evidence };
    }
    const state = stateOf(waited, limits);
    if (state !== 'ok') {
      const says = `A row of the audit trail has waited ${spanInWords(waited)} for its seal.`;
      return { state, value: waited, says, evidence };
    }
    if (row?.storeFailsSeconds != null && row.storeFailsSeconds > limits.warn) {
      const says = `The object store has taken no seals for ${spanInWords(row.storeFailsSeconds)}.`;
      return { state: 'warn', value: waited, says, evidence };
    }
    return { state, value: waited, says: 'The audit trail is sealed up to date.', evidence };
  },
});
