import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { systemActor } from '../../engine/actors.ts';
import { errorCode } from '../../engine/connection.ts';
import type { Database } from '../../engine/database.ts';
import { Busy, Refused } from '../../engine/errors.ts';
import { sealKinds, trails } from '../tables.ts';
import { listEntriesAfter } from './chain.ts';
import type { Entry } from './entry.ts';

/** A file that follows the chain. It stands where the database's owner cannot write. */
export interface Anchor {
  file: string;
}

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
  /** When the line was written, by the clock of the writing machine. */
  at: z.iso.datetime(),
  /** Why an operator continues the chain from an earlier entry, as after a restored backup. */
  reason: z.string().optional(),
  /** SHA-256 of the line before; of nothing at the beginning. */
  previous: z.string(),
});
export type AnchorLine = z.infer<typeof line>;

export interface AnchorContent {
  lines: AnchorLine[];
  /** Lines that do not continue the one before them, by their number. */
  broken: number[];
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Reads an anchor. A last line without its end was cut off by a crash; it counts as not written.
 * @throws Refused if the file cannot be read or has a line of another form.
 */
export async function readAnchor(file: string): Promise<AnchorContent> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new Refused(`The anchor ${file} cannot be read.`, { cause: error });
  });
  const broken: number[] = [];
  let previous = digest('');
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((written, at) => {
      const parsed = line.safeParse(parseJson(written));
      if (!parsed.success) throw new Refused(`Line ${at + 1} of the anchor ${file} cannot be read.`);
      if (parsed.data.previous !== previous) broken.push(at + 1);
      previous = digest(written);
      return parsed.data;
    });
  return { lines, broken };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The last whole line, and where it ends in the file: a crash may have left a part of another one after it. */
async function readEnd(file: string): Promise<{ text: string; ends: number } | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - tailBytes);
    const tail = Buffer.alloc(size - from);
    await handle.read(tail, 0, tail.length, from);
    const ends = tail.lastIndexOf(0x0a) + 1;
    if (ends === 0) return undefined;
    const begins = tail.lastIndexOf(0x0a, ends - 2) + 1;
    return { text: tail.subarray(begins, ends - 1).toString('utf8'), ends: from + ends };
  } finally {
    await handle.close();
  }
}

/** Longer than any line. */
const tailBytes = 64 * 1024;

async function readLastLine(file: string): Promise<AnchorLine | undefined> {
  const end = await readEnd(file);
  if (!end) return undefined;
  const parsed = line.safeParse(parseJson(end.text));
  if (!parsed.success) throw new Refused(`The last line of the anchor ${file} cannot be read.`);
  return parsed.data;
}

/**
 * Appends the chain's new entries to the anchor, and returns its end. A line is on the disk before this returns.
 * @throws Refused if the database's chain is not the one that the anchor knows: it was cut off or made anew. Busy if
 * another process writes the anchor.
 */
export function followAnchor(
  db: Database,
  { file }: Anchor,
): Promise<{ batch: number; at: string } | undefined> {
  return underLock(file, async () => {
    let last = await readLastLine(file);
    if (last && !(await isInChain(db, last))) {
      throw new Refused(
        `The chain of seals in the database is not the one that the anchor knows: batch ${last.batch} is missing or ` +
          'another one. Nothing is sealed until this is cleared up (portal audit verify; after a restored backup, ' +
          'portal audit accept).',
      );
    }
    for (;;) {
      const from = last?.batch ?? 0;
      const entries = await db.read(system, ({ orm }) => listEntriesAfter(orm, from, 1_000));
      if (entries.length === 0) break;
      last = await append(file, entries.map(lineOf));
    }
    return last && { batch: last.batch, at: last.at };
  });
}

/**
 * Continues the anchor from the present end of the chain, with the reason, after an operator has looked. Does nothing
 * if the anchor knows this chain.
 * @throws Busy if another process writes the anchor.
 */
export function restartAnchor(db: Database, { file }: Anchor, end: Entry, reason: string): Promise<void> {
  return underLock(file, async () => {
    const last = await readLastLine(file);
    if (last && (await isInChain(db, last))) return;
    await append(file, [{ ...lineOf(end), kind: 'restart', reason }]);
  });
}

async function isInChain(db: Database, known: AnchorLine): Promise<boolean> {
  const [entry] = await db.read(system, ({ orm }) => listEntriesAfter(orm, known.batch - 1, 1));
  return entry?.batch === known.batch && entry.seal.toString('hex') === known.seal;
}

type Written = Omit<AnchorLine, 'previous' | 'counts' | 'at'>;

const lineOf = (entry: Entry): Written => ({
  batch: entry.batch,
  kind: entry.kind,
  trail: entry.trail,
  month: entry.month?.toISOString() ?? null,
  rows: entry.rows,
  seal: entry.seal.toString('hex'),
  sealedAt: entry.sealedAt.toISOString(),
});

async function append(file: string, added: Written[]): Promise<AnchorLine | undefined> {
  const end = await readEnd(file);
  let previous = digest(end?.text ?? '');
  const counts = { ...(end ? line.parse(JSON.parse(end.text)).counts : {}) };
  let written = '';
  let last: AnchorLine | undefined;
  for (const given of added) {
    if (given.kind === 'rows' && given.trail) counts[given.trail] = (counts[given.trail] ?? 0) + given.rows;
    last = { ...given, counts: { ...counts }, at: new Date().toISOString(), previous };
    const text = JSON.stringify(last);
    previous = digest(text);
    written += `${text}\n`;
  }
  const handle = await open(file, 'a', 0o600);
  try {
    // A part of a line that a crash left was never told to anybody as written.
    if ((await handle.stat()).size > (end?.ends ?? 0)) await handle.truncate(end?.ends ?? 0);
    await handle.appendFile(written);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return last;
}

/** A lock older than this was left by a process that died. A piece of the work takes milliseconds. */
const lockHoldsMs = 60_000;

async function underLock<T>(file: string, run: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      break;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > lockHoldsMs) await rm(lock, { force: true });
      else if (attempt > 50) throw new Busy(`Another process writes the anchor ${file}.`);
      else await wait(100);
    }
  }
  try {
    return await run();
  } finally {
    await rm(lock, { force: true });
  }
}
