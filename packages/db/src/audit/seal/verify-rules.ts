import type { TransactionClient } from '../../engine/connection.ts';
import type { RulesDetails } from './details.ts';
import type { Entry } from './entry.ts';
import { type Chain, type Findings, report } from './findings.ts';
import { compareRules, readRules } from './rules.ts';

/** The entries in a row that were made while other rules than the sealed ones were in force. */
export interface OddRules {
  from: number;
  to: number;
}

/** Extends the span of odd rules by an entry, or ends it. */
export function followRules(chain: Chain, entry: Entry, odd: OddRules | undefined, findings: Findings) {
  if (!chain.rules || entry.rulesDigest.equals(chain.rules.digest)) {
    tellOddRules(odd, findings);
    return undefined;
  }
  return { from: odd?.from ?? entry.batch, to: entry.batch };
}

/** Takes the rules of an act that seals them. An act of an operator accepts what was found before. */
export function takeRules(
  chain: Chain,
  entry: Entry,
  details: RulesDetails,
  odd: OddRules | undefined,
  findings: Findings,
): void {
  const isOdd =
    details.before !== undefined && chain.rules && details.before !== chain.rules.digest.toString('hex');
  tellOddRules(isOdd ? { from: odd?.from ?? entry.batch, to: entry.batch } : odd, findings);
  for (const table of recordedTables(details)) {
    // The acts of staff were not recorded like other rows before the chain began.
    const isNew = chain.rules
      ? !recordedTables(chain.rules.details).includes(table)
      : table === 'admin_actions';
    if (isNew) chain.recordedSince.set(table, entry.sealedAt);
  }
  if ('privileges on column seal of audit_verifications' in details.things) {
    chain.outcomesSealedSince ??= entry.sealedAt;
  }
  chain.rules = { digest: entry.rulesDigest, details };
  if (!details.accepts) return;
  chain.acceptedTo = entry.batch;
  const accepted = findings.problems.filter(({ canBeAccepted }) => canBeAccepted);
  findings.problems.splice(
    0,
    findings.problems.length,
    ...findings.problems.filter(({ canBeAccepted }) => !canBeAccepted),
  );
  findings.notes.push(
    `${details.by} accepted what was found up to batch ${entry.batch} on ${entry.sealedAt.toISOString()}: ${details.reason}`,
    ...accepted.map(({ message }) => `Accepted: ${message}`),
  );
}

const recordedTables = ({ things }: RulesDetails): string[] =>
  Object.keys(things).flatMap((name) => /^trigger record_addition of (\w+)$/.exec(name)?.[1] ?? []);

export function tellOddRules(odd: OddRules | undefined, findings: Findings): void {
  if (!odd) return;
  const where = odd.from === odd.to ? `batch ${odd.from}` : `batches ${odd.from} to ${odd.to}`;
  report(
    findings,
    'rules changed',
    `Other rules than the sealed ones (triggers, functions, policies, privileges, constraints, retention) were in force at ${where}.`,
    { batch: odd.from, canBeAccepted: true },
  );
}

/** Names each trigger, function, policy and retention that differs from the sealed ones now. */
export async function compareWithPresentRules(
  sql: TransactionClient,
  chain: Chain,
  findings: Findings,
): Promise<void> {
  if (!chain.rules) return;
  const { things } = await readRules(sql);
  for (const message of compareRules(chain.rules.details.things, things)) {
    report(findings, 'rules changed', message);
  }
}
