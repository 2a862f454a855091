import { eq } from 'drizzle-orm';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { auditSeals, type Trail, trails } from '../tables.ts';
import { type ChainTransaction, listEntriesAfter } from './chain.ts';
import { markDetails, retireDetails, rowsDetails, rulesDetails } from './details.ts';
import { type Entry, inWordsOfWriter, type SealKey, sealEntry } from './entry.ts';
import { type Chain, type Findings, partKey, report, type VerifyOptions } from './findings.ts';
import { type RowBatch, verifyRows } from './verify-rows.ts';
import { followRules, type OddRules, takeRules, tellOddRules } from './verify-rules.ts';

const entriesAtOnce = 500;
/** Sealed rows that are read at once. */
const rowsAtOnce = 20_000;

const part = computed({
  trail: anyOf(trails),
  month: 'Date',
  until: 'Date',
});

/** The partitions of the trail, from the catalog itself. */
async function listParts(sql: TransactionClient): Promise<Set<string>> {
  const parts = await rowsOf(sql, part)`
    select parent.relname::text as trail, bounds[1]::timestamptz as month, bounds[2]::timestamptz as until
    from pg_catalog.pg_class parent
    join pg_catalog.pg_inherits on inhparent = parent.oid
    join pg_catalog.pg_class child on child.oid = inhrelid,
    regexp_match(pg_catalog.pg_get_expr(child.relpartbound, child.oid), 'FROM \\(''([^'']+)''\\) TO \\(''([^'']+)''\\)') as bounds
    where parent.relnamespace = 'public'::regnamespace and parent.relname in ('admin_actions', 'audit_log')`;
  return new Set(
    parts
      .filter(({ month, until }) => {
        const end = new Date(month);
        end.setUTCMonth(end.getUTCMonth() + 1);
        return month.getUTCDate() === 1 && end.getTime() === until.getTime();
      })
      .map(({ trail, month }) => partKey(trail, month)),
  );
}

/** Walks along the chain from its begin, and verifies each entry and the rows that it seals. */
export async function verifyChain(
  tx: ChainTransaction,
  options: VerifyOptions,
  findings: Findings,
): Promise<Chain> {
  const chain: Chain = {
    rows: 0,
    batches: 0,
    end: undefined,
    seals: new Map(),
    sealedRows: new Map(),
    retired: await listRetired(tx),
    mark: undefined,
    rules: undefined,
    recordedSince: new Map(),
    outcomesSealedSince: undefined,
    acceptedTo: 0,
  };
  const walk: Walk = {
    ...options,
    chain,
    findings,
    parts: await listParts(tx.sql),
    odd: undefined,
    gone: new Set(),
  };
  for (;;) {
    options.signal?.throwIfAborted();
    const entries = await listEntriesAfter(tx.orm, chain.end?.batch ?? 0, entriesAtOnce);
    if (entries.length === 0) break;
    const waiting: RowBatch[] = [];
    for (const entry of entries) {
      const batch = takeEntry(walk, entry);
      if (batch) waiting.push(batch);
    }
    while (waiting.length > 0) {
      chain.rows += await verifyRows(tx.sql, takeSome(waiting), findings);
      options.onProgress?.(chain.rows);
    }
  }
  tellOddRules(walk.odd, findings);
  return chain;
}

/** Takes as many batches as are read at once, and at least one. */
function takeSome(waiting: RowBatch[]): RowBatch[] {
  let count = 0;
  for (let rows = 0; count < waiting.length; count += 1) {
    rows += waiting[count]?.entry.rows ?? 0;
    if (count > 0 && rows > rowsAtOnce) break;
  }
  return waiting.splice(0, count);
}

async function listRetired({ orm }: ChainTransaction): Promise<Map<string, Entry>> {
  const retired = new Map<string, Entry>();
  for (const entry of await orm.select().from(auditSeals).where(eq(auditSeals.kind, 'retire'))) {
    if (entry.trail && entry.month) retired.set(partKey(entry.trail, entry.month), entry);
  }
  return retired;
}

interface Walk extends Pick<VerifyOptions, 'keys' | 'anchor' | 'stored' | 'expected'> {
  chain: Chain;
  findings: Findings;
  parts: Set<string>;
  odd: OddRules | undefined;
  /** Partitions that were named as gone. */
  gone: Set<string>;
}

/** Verifies one entry. Returns its rows, if it seals some that can still be read. */
function takeEntry(walk: Walk, entry: Entry): RowBatch | undefined {
  const { chain, findings, keys } = walk;
  const { batch } = entry;
  const before = chain.end;
  chain.batches += 1;
  chain.end = entry;
  if (walk.anchor || walk.stored || walk.expected) chain.seals.set(batch, entry.seal.toString('hex'));
  const missing = batch - (before?.batch ?? 0) - 1;
  if (missing > 0) {
    const first = (before?.batch ?? 0) + 1;
    const which = missing === 1 ? `Batch ${first} is` : `Batches ${first} to ${batch - 1} are`;
    report(findings, 'batch missing', `${which} missing: the seal was deleted.`, { batch: first });
  }
  const key = keys.find(({ id }) => id === entry.keyId);
  if (!key) {
    report(
      findings,
      'key missing',
      `Batch ${batch} was sealed with the key ${entry.keyId}, which was not given.`,
      { batch },
    );
  } else if (missing === 0 && !sealEntry(key, entry, before?.seal ?? Buffer.alloc(0)).equals(entry.seal)) {
    // A missing batch breaks the chain to this one; its rows still can be verified.
    report(findings, 'batch damaged', `The record of batch ${batch} was changed after it was sealed.`, {
      batch,
      trail: entry.trail,
    });
  }
  if (before && entry.sealedAt < before.sealedAt) {
    findings.notes.push(`The server’s clock went back between batch ${before.batch} and batch ${batch}.`);
  }
  try {
    return takeKind(walk, entry, key);
  } catch {
    report(findings, 'batch damaged', `The details of batch ${batch} cannot be read.`, { batch });
    return undefined;
  }
}

function takeKind(walk: Walk, entry: Entry, key: SealKey | undefined): RowBatch | undefined {
  const { chain } = walk;
  const details: unknown = JSON.parse(entry.details);
  if (entry.kind === 'rules') {
    takeRules(chain, entry, rulesDetails.parse(details), walk.odd, walk.findings);
    walk.odd = undefined;
    return undefined;
  }
  walk.odd = followRules(chain, entry, walk.odd, walk.findings);
  if (entry.kind === 'mark') {
    markDetails.parse(details);
    chain.mark = entry;
    return undefined;
  }
  if (!entry.trail || !entry.month) return undefined;
  const { trail, month } = entry;
  const name = partKey(trail, month);
  if (entry.kind === 'retire') {
    takeRetirement(walk, entry, retireDetails.parse(details));
    return undefined;
  }
  chain.sealedRows.set(name, (chain.sealedRows.get(name) ?? 0) + entry.rows);
  const { rewritten, unknown } = rowsDetails.parse(details);
  const named = [
    ...rewritten.map((rowId) => ({ rowId, writer: 'another' as const })),
    ...unknown.map((rowId) => ({ rowId, writer: 'unknown' as const })),
  ];
  for (const { rowId, writer } of named) {
    report(walk.findings, 'edited', inWordsOfWriter(rowId, trail, writer), {
      trail,
      rowId,
      batch: entry.batch,
      canBeAccepted: true,
    });
  }
  const retired = chain.retired.get(name);
  if (retired) {
    if (retired.batch < entry.batch) {
      report(
        walk.findings,
        'inserted',
        `Batch ${entry.batch} seals rows of ${name}, which was retired before.`,
        {
          trail,
          batch: entry.batch,
        },
      );
    }
    return undefined;
  }
  if (!walk.parts.has(name)) {
    if (!walk.gone.has(name)) {
      report(
        walk.findings,
        'dropped early',
        `The partition of ${name} is gone or has other bounds, and its retirement was not sealed.`,
        { trail, batch: entry.batch },
      );
    }
    walk.gone.add(name);
    return undefined;
  }
  return key && { entry, key, trail, month, notBefore: notBefore(chain.mark, entry) };
}

/**
 * A row's time is its transaction's start. No transaction runs this long, so an older row was backdated. The earlier of
 * two clock readings counts, so that a clock that ran fast for a while names no honest row.
 */
const longestTransactionMs = 3_600_000;
const notBefore = (mark: Entry | undefined, entry: Entry): number | undefined =>
  mark && Math.min(mark.sealedAt.getTime(), entry.sealedAt.getTime()) - longestTransactionMs;

function takeRetirement(
  { chain, findings }: Walk,
  entry: Entry,
  { until, retentionDays }: { until: string; retentionDays: number },
): void {
  const trail = entry.trail as Trail;
  const name = partKey(trail, entry.month as Date);
  const kept = chain.rules?.details.retentionDays[trail] ?? Number.POSITIVE_INFINITY;
  if (retentionDays < kept || entry.sealedAt.getTime() < Date.parse(until) + kept * 86_400_000) {
    report(findings, 'dropped early', `The partition of ${name} was retired before its retention ended.`, {
      trail,
      batch: entry.batch,
    });
  }
  if (entry.rows !== (chain.sealedRows.get(name) ?? 0)) {
    report(findings, 'counts differ', `The retirement of ${name} counts other rows than were sealed.`, {
      trail,
      batch: entry.batch,
    });
  }
}
