import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../../engine/connection.ts';
import type { Database } from '../../engine/database.ts';
import { Busy, Refused } from '../../engine/errors.ts';
import {
  type AnchorContent,
  type AnchorLine,
  anotherChain,
  isInChain,
  lineOf,
  listLinesAfter,
  parseLine,
  readLines,
  type Unplaced,
  writeLines,
} from './anchor-line.ts';
import type { StoredAnchor } from './anchor-store.ts';
import type { Entry } from './entry.ts';

/** The places outside of the database that follow the chain. */
export interface Anchor {
  /** A file where the database's owner cannot write. */
  file: string;
  /** An object store that keeps what was written until its retention ends. */
  store?: StoredAnchor | undefined;
}

/**
 * Reads an anchor. A last line without its end was cut off by a crash; it counts as not written.
 * @throws Refused if the file cannot be read or has a line of another form.
 */
export async function readAnchor(file: string): Promise<AnchorContent> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new Refused(`The anchor ${file} cannot be read.`, { cause: error });
  });
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  return readLines(lines, (number) => new Refused(`Line ${number} of the anchor ${file} cannot be read.`));
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
  const parsed = parseLine(end.text);
  if (!parsed) throw new Refused(`The last line of the anchor ${file} cannot be read.`);
  return parsed;
}

/**
 * Appends the chain's new entries to the file, and returns its end. A line is on the disk before this returns.
 * @throws Refused if the database's chain is not the one that the anchor knows: it was cut off or made anew. Busy if
 * another process writes the anchor.
 */
export function followAnchor(
  db: Database,
  { file }: Anchor,
): Promise<{ batch: number; at: string } | undefined> {
  return underLock(file, async () => {
    let last = await readLastLine(file);
    if (last && !(await isInChain(db, last))) throw new Refused(anotherChain('the anchor', last));
    for (;;) {
      const added = await listLinesAfter(db, last?.batch ?? 0, 1_000);
      if (added.length === 0) break;
      last = await append(file, added);
    }
    return last && { batch: last.batch, at: last.at };
  });
}

/**
 * Continues the file from the present end of the chain, with the reason, after an operator has looked. Does nothing if
 * the anchor knows this chain.
 * @throws Busy if another process writes the anchor.
 */
export function restartAnchor(db: Database, { file }: Anchor, end: Entry, reason: string): Promise<void> {
  return underLock(file, async () => {
    const last = await readLastLine(file);
    if (last && (await isInChain(db, last))) return;
    await append(file, [{ ...lineOf(end), kind: 'restart', reason }]);
  });
}

async function append(file: string, added: Unplaced[]): Promise<AnchorLine | undefined> {
  const end = await readEnd(file);
  const written = writeLines(end?.text, added);
  const handle = await open(file, 'a', 0o600);
  try {
    // A part of a line that a crash left was never told to anybody as written.
    if ((await handle.stat()).size > (end?.ends ?? 0)) await handle.truncate(end?.ends ?? 0);
    await handle.appendFile(written.map(({ text }) => `${text}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return written.at(-1)?.line;
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
