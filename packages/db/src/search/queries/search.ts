import {
  mostHits,
  type PortalKind,
  portalKinds,
  type RecordKind,
  recordKinds,
  type SearchKindName,
  type SearchPortalInput,
  type SearchRecordsInput,
} from '@namc/inputs/search';
import { z } from 'zod';
import { anyOf, computed, json, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import type { ShownHit } from './kind.ts';
import { kinds } from './kinds.ts';
import { readSearchedText } from './text.ts';

/** A row that was found. `fit` is 6 for its number, 5 its name, 4 the beginning of either, 3 words of its name, 2 words elsewhere, 1 similar words. */
export interface SearchHit extends ShownHit {
  id: string;
  fit: number;
}

/** The rows of one kind, the best first. */
export interface SearchGroup<Kind extends SearchKindName = SearchKindName> {
  kind: Kind;
  hits: SearchHit[];
  /** The number of rows that the reader may see, counted up to a limit: 50 for most kinds. */
  total: number;
  /** True if there are more than that. */
  isCapped: boolean;
}

const row = computed({
  kind: anyOf([...portalKinds, ...recordKinds]),
  id: 'string',
  fit: 'number',
  facts: json(z.record(z.string(), z.string().nullable())),
  total: 'number',
});

/**
 * Everything that a text finds for the acting person in one statement, in groups by kind. The group with the best row comes first. None
 * for a text without a letter or a digit.
 */
async function searchKinds<Kind extends SearchKindName>(
  tx: Transaction,
  wanted: readonly Kind[],
  input: { text: string; limit: number },
): Promise<SearchGroup<Kind>[]> {
  const { sql } = tx;
  const text = readSearchedText(input.text);
  const asked = [...new Set(wanted)].filter((kind) => text.key !== '' && isWorthAsking(kind, text.invoices));
  if (asked.length === 0) return [];
  // The functions plan for the words what depends on them.
  tx.planOnce();
  const parts = asked.map((kind) => {
    const top = sql.unsafe(`top_${kind}`) as unknown as Fragment;
    return {
      top: sql`${top} as materialized (
        select id, fit, place, count(*) over () as total from (${kinds[kind].found(sql, text, mostOf(kind) + 1)}) found
        order by fit desc, place, id limit ${input.limit})`,
      rows: sql`
        select ${kind}::text as kind, top.id::text as id, top.fit, top.place, shown.facts, top.total
        from ${top} top join (${kinds[kind].facts(sql, top)}) shown on shown.id = top.id`,
    };
  });
  const join = (all: Fragment[], between: Fragment) =>
    all.reduce((before, next) => sql`${before} ${between} ${next}`);
  const rows = await rowsOf(sql, row)`
    with ${join(
      parts.map(({ top }) => top),
      sql`,`,
    )}
    select kind, id, fit, facts, total from (${join(
      parts.map(({ rows }) => rows),
      sql`union all`,
    )}) hits order by kind, fit desc, place, id`;
  const groups = asked.flatMap((kind): (SearchGroup<Kind> & { best: number })[] => {
    const own = rows.filter((one) => one.kind === kind);
    const [first] = own;
    if (!first) return [];
    return [
      {
        kind,
        hits: own.map(({ id, fit, facts }) => ({ id, fit, ...kinds[kind].show(facts, id) })),
        total: Math.min(first.total, mostOf(kind)),
        isCapped: first.total > mostOf(kind),
        best: first.fit,
      },
    ];
  });
  const order = Object.keys(kinds);
  return groups
    .toSorted((a, b) => b.best - a.best || order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(({ best: _, ...group }) => group);
}

const mostOf = (kind: SearchKindName): number => kinds[kind].most ?? mostHits;

/** Invoices are found by numbers alone. */
const isWorthAsking = (kind: SearchKindName, invoices: string[]): boolean =>
  !(kind === 'invoices' || kind === 'own_invoices') || invoices.length > 0;

/** What the text finds among all that members and visitors see. */
export function searchPortal(tx: Transaction, input: SearchPortalInput): Promise<SearchGroup<PortalKind>[]> {
  const { actor } = tx;
  const ofReader = portalKinds.filter(
    (kind) => actor.kind !== 'visitor' || (kind !== 'people' && kind !== 'own_invoices'),
  );
  return searchKinds(
    tx,
    ofReader.filter((kind) => input.kinds?.includes(kind) ?? true),
    input,
  );
}

/** What the text finds among the records of the association, for staff. */
export const searchRecords = (
  tx: Transaction,
  input: SearchRecordsInput,
): Promise<SearchGroup<RecordKind>[]> => searchKinds(tx, input.kinds ?? recordKinds, input);
