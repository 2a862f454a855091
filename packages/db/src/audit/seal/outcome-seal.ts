import { createHmac, timingSafeEqual } from 'node:crypto';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { auditVerifications } from '../tables.ts';
import type { SealKey } from './entry.ts';
import { type Chain, type Findings, mostNamed, report } from './findings.ts';

/** A stored outcome's content. The database's clock gives its end, in the transaction that stores it. */
export type Outcome = Omit<typeof auditVerifications.$inferSelect, 'id' | 'keyId' | 'seal'>;

/** The seal of a stored outcome. */
export function sealOutcome(key: SealKey, outcome: Outcome): Buffer {
  const said = [
    outcome.verifiedBy,
    outcome.startedAt.toISOString(),
    outcome.finishedAt.toISOString(),
    outcome.batches,
    outcome.rows,
    outcome.unsealed,
    outcome.problems,
    outcome.messages,
    outcome.comparedAnchor,
    outcome.comparedState,
    outcome.bypassedPolicies,
  ];
  return createHmac('sha256', key.secret)
    .update(`outcome|${key.id}|${JSON.stringify(said)}`)
    .digest();
}

const stored = pick(auditVerifications, [
  'id',
  'verifiedBy',
  'startedAt',
  'finishedAt',
  'batches',
  'rows',
  'unsealed',
  'problems',
  'messages',
  'comparedAnchor',
  'comparedState',
  'bypassedPolicies',
  'keyId',
  'seal',
]);

/** Names stored outcomes that no holder of a sealing key has written. */
export async function verifyOutcomes(
  sql: TransactionClient,
  keys: readonly SealKey[],
  chain: Chain,
  findings: Findings,
): Promise<void> {
  const since = chain.outcomesSealedSince;
  if (!since) return;
  const outcomes = await rowsOf(sql, stored)`
    select ${stored(sql)} from public.audit_verifications where finished_at >= ${since} or seal is not null order by finished_at`;
  const forged = outcomes.filter(({ id: _, keyId, seal, ...outcome }) => {
    const key = keys.find(({ id }) => id === keyId);
    const wanted = key && sealOutcome(key, outcome);
    return !(wanted && seal && seal.length === wanted.length && timingSafeEqual(seal, wanted));
  });
  for (const { id, finishedAt } of forged.slice(0, mostNamed)) {
    report(
      findings,
      'outcome forged',
      `The stored outcome of the verification of ${finishedAt.toISOString()} is not as it was written.`,
      { rowId: id },
    );
  }
  if (forged.length > mostNamed)
    report(findings, 'outcome forged', 'More stored outcomes are not as written.');
}
