import { createHash } from 'node:crypto';
import { z } from 'zod';
import { systemActor } from '../../engine/actors.ts';
import type { Database } from '../../engine/database.ts';
import { sealKinds, trails } from '../tables.ts';
import { listEntriesAfter } from './chain.ts';
import type { Entry } from './entry.ts';

const system = systemActor('portal audit anchor');

const line = z.object({
  batch: z.number().int().positive(),
  kind: z.enum([...sealKinds, 'restart']),
  trail: z.enum(trails).nullable(),
  month: z.iso.datetime().nullable(),
  rows: z.number().int(),
  /** Sealed rows of each trail, this entry included. */
  counts: z.record(z.string(), z.number()),
  seal: z.string(),
  sealedAt: z.iso.datetime(),
  /** The time at which the line was written, by the clock of the writing machine. */
  at: z.iso.datetime(),
  /** The reason for which an operator continues the chain from an earlier entry, as after a restored backup. */
  reason: z.string().optional(),
  /** SHA-256 of the line before; of nothing at the beginning. */
  previous: z.string(),
});
export type AnchorLine = z.infer<typeof line>;

/** The part of the chain that a place outside of the database knows. */
export interface AnchorContent {
  lines: AnchorLine[];
  /** Lines that do not continue the one before them, by their number. */
  broken: number[];
  /** Sentences about what somebody did to the place itself. */
  tampered?: string[];
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** A written line, or undefined if it has another form. */
export function parseLine(text: string): AnchorLine | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Reads lines in their order, and finds those that do not continue the one before.
 * @throws what `refuse` makes of the number of a line that has another form.
 */
export function readLines(texts: readonly string[], refuse: (number: number) => Error): AnchorContent {
  const broken: number[] = [];
  let previous = digest('');
  const lines = texts.map((text, at) => {
    const parsed = parseLine(text);
    if (!parsed) throw refuse(at + 1);
    if (parsed.previous !== previous) broken.push(at + 1);
    previous = digest(text);
    return parsed;
  });
  return { lines, broken };
}

/** A line's content before it has a place. */
export type Unplaced = Omit<AnchorLine, 'previous' | 'counts' | 'at'>;

export const lineOf = (entry: Entry): Unplaced => ({
  batch: entry.batch,
  kind: entry.kind,
  trail: entry.trail,
  month: entry.month?.toISOString() ?? null,
  rows: entry.rows,
  seal: entry.seal.toString('hex'),
  sealedAt: entry.sealedAt.toISOString(),
});

/** The texts of lines that continue the last one, each with its content. */
export function writeLines(
  last: string | undefined,
  added: readonly Unplaced[],
): { line: AnchorLine; text: string }[] {
  let previous = digest(last ?? '');
  const counts = { ...(last === undefined ? {} : parseLine(last)?.counts) };
  return added.map((given) => {
    if (given.kind === 'rows' && given.trail) counts[given.trail] = (counts[given.trail] ?? 0) + given.rows;
    const placed = { ...given, counts: { ...counts }, at: new Date().toISOString(), previous };
    const text = JSON.stringify(placed);
    previous = digest(text);
    return { line: placed, text };
  });
}

/** The entries of the database's chain after a batch, as lines. */
export async function listLinesAfter(db: Database, batch: number, limit: number): Promise<Unplaced[]> {
  const entries = await db.read(system, ({ orm }) => listEntriesAfter(orm, batch, limit));
  return entries.map(lineOf);
}

/** True if the database's chain has the entry of a line. */
export async function isInChain(db: Database, known: AnchorLine): Promise<boolean> {
  const [entry] = await listLinesAfter(db, known.batch - 1, 1);
  return entry?.batch === known.batch && entry.seal === known.seal;
}

/** The sentence for a chain that is not the one that a place outside of the database knows. */
export const anotherChain = (place: string, { batch }: AnchorLine) =>
  `The chain of seals in the database is not the one that ${place} knows: batch ${batch} is missing or another one. ` +
  'Nothing is sealed until this is cleared up (portal audit verify; after a restored backup, portal audit accept).';
