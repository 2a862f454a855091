import { openBuilder } from '../../engine/builder.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import { connect, type TransactionClient } from '../../engine/connection.ts';
import { type Findings, report, type VerifyOptions } from './findings.ts';
import { verifyOutcomes } from './outcome-seal.ts';
import { verifyAnchor } from './verify-anchor.ts';
import { verifyChain } from './verify-chain.ts';
import { compareWithPresentRules } from './verify-rules.ts';
import { verifyState } from './verify-state.ts';
import { verifyUnsealed } from './verify-unsealed.ts';

export interface Verification extends Findings {
  startedAt: Date;
  rows: number;
  batches: number;
  /** The last entry of the chain, its seal in hexadecimal. */
  end: { batch: number; seal: string } | undefined;
  /** The number of rows that are not sealed yet. */
  unsealed: number;
  comparedAnchor: boolean;
  comparedState: boolean;
  /** False if the policies decided what was read. They were then compared with the sealed ones. */
  bypassedPolicies: boolean;
}

/**
 * Verifies the whole trail in one snapshot of the database: the chain of seals, each sealed row, the rows without a
 * seal, the rules in force, and where asked the anchor and the present rows. It names each row that was edited, deleted,
 * inserted or moved. Rows are counted, times are UTC.
 * @throws the signal's reason, and the driver's errors when the database cannot be read.
 */
export async function verifyTrail(options: VerifyOptions): Promise<Verification> {
  const client = connect(options.url, {
    max: 1,
    applicationName: 'portal audit verify',
    preparedStatements: options.preparedStatements ?? true,
  });
  try {
    const verified = await client.begin('isolation level repeatable read read only', (sql) =>
      verifyIn(sql, options),
    );
    return verified as Verification;
  } finally {
    await client.end({ timeout: 1 });
  }
}

const clock = computed({ now: 'Date' });

async function verifyIn(sql: TransactionClient, options: VerifyOptions): Promise<Verification> {
  const bypassedPolicies = await becomeReader(sql);
  const [began] = await rowsOf(sql, clock)`select date_trunc('milliseconds', clock_timestamp()) as now`;
  const result: Verification = {
    startedAt: began?.now ?? new Date(),
    rows: 0,
    batches: 0,
    end: undefined,
    unsealed: 0,
    problems: [],
    notes: [],
    comparedAnchor: [options.anchor, options.stored, options.expected].some((place) => place !== undefined),
    comparedState: options.withState === true,
    bypassedPolicies,
  };
  const chain = await verifyChain({ sql, orm: openBuilder(sql) }, options, result);
  result.rows = chain.rows;
  result.batches = chain.batches;
  result.end = chain.end && { batch: chain.end.batch, seal: chain.end.seal.toString('hex') };
  if (chain.batches === 0) report(result, 'not sealed', 'The trail has no seals: nothing in it is proven.');
  result.unsealed = await verifyUnsealed(sql, options, chain, result);
  await compareWithPresentRules(sql, chain, result);
  await verifyOutcomes(sql, options.keys, chain, result);
  verifyAnchor(options, chain, result);
  if (options.withState) await verifyState(sql, chain, bypassedPolicies, result);
  if (!bypassedPolicies) {
    result.notes.push(
      'The login is bound by the policies, so they were compared with the sealed ones. DATABASE_AUDITOR_URL can name one that reads past them.',
    );
  }
  return result;
}

const reader = computed({ bypasses: 'boolean' });

/** Reads past the policies where the login may, and else as the portal's own work. True for the former. */
async function becomeReader(sql: TransactionClient): Promise<boolean> {
  const [row] = await rowsOf(sql, reader)`
    select rolsuper or rolbypassrls as bypasses from pg_catalog.pg_roles where rolname = current_user`;
  const bypasses = row?.bypasses === true;
  // With `row_security` off, a policy that would hide a row is an error.
  const identity = bypasses
    ? sql`set_config('row_security', 'off', true)`
    : sql`set_config('role', 'system_role', true), set_config('app.actor', 'system:portal audit verify', true)`;
  await sql`
    select ${identity}, set_config('search_path', 'pg_catalog, public, pg_temp', true),
           set_config('statement_timeout', '0', true), set_config('TimeZone', 'UTC', true),
           set_config('idle_in_transaction_session_timeout', '0', true), set_config('jit', 'off', true)`;
  return bypasses;
}
