import {
  appendEntry,
  type ChainTransaction,
  findLastEntry,
  findSealedRules,
  takeSealerTurn,
} from './chain.ts';
import type { RulesDetails } from './details.ts';
import type { SealKey } from './entry.ts';
import { readRules } from './rules.ts';

/**
 * Seals the rules that are in force now, as an act of its own: the triggers, functions, policies and retention that
 * decide whether changes reach the trail. True if they differ from the ones that were sealed last, or if `accepts` says
 * that an operator accepts what the verification has named.
 * @throws Busy if a sealer is at work.
 */
export async function sealRules(
  tx: ChainTransaction,
  key: SealKey,
  act: Pick<RulesDetails, 'reason' | 'by' | 'accepts'> & { before?: string | undefined },
): Promise<boolean> {
  await takeSealerTurn(tx.sql);
  const rules = await readRules(tx.sql);
  const last = await findLastEntry(tx.orm, 'rules');
  if (!act.accepts && last?.rulesDigest.equals(rules.digest)) return false;
  const details: RulesDetails = {
    reason: act.reason,
    by: act.by,
    accepts: act.accepts,
    ...(act.before === undefined ? {} : { before: act.before }),
    things: rules.things,
    retentionDays: rules.retentionDays,
  };
  await appendEntry(tx, key, rules.digest, { kind: 'rules', details });
  return true;
}

/** In hexadecimal, the digest of the rules in force, for `sealRules` after a migration. Undefined without a chain. */
export async function findRulesBefore(tx: ChainTransaction): Promise<string | undefined> {
  if (!(await findSealedRules(tx.orm))) return undefined;
  return (await readRules(tx.sql)).digest.toString('hex');
}
