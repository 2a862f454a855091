import { systemActor } from '../../engine/actors.ts';
import type { Database } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import {
  type AnchorContent,
  anotherChain,
  isInChain,
  lineOf,
  listLinesAfter,
  parseLine,
  readLines,
  type Unplaced,
  writeLines,
} from './anchor-line.ts';
import { findSealedRules } from './chain.ts';
import type { Entry } from './entry.ts';
import type { ObjectStore, ObjectVersion } from './object-store.ts';

const system = systemActor('portal audit anchor');
const dayMs = 86_400_000;
/** Partitions leave by whole months. */
const partitionDays = 31;
/** Lines that are read from the database at once, and objects that are read from the store at once. */
const linesAtOnce = 500;
const readsAtOnce = 16;

/** An anchor in an object store, and the last of its objects, as this process knows it. */
export interface StoredAnchor {
  objects: ObjectStore;
  end?: StoredLine | undefined;
}

interface StoredLine {
  number: number;
  text: string;
}

/** Objects are named by their place: the batch, until an operator continues the chain after a restored backup. */
const nameOf = (number: number) => `${String(number).padStart(12, '0')}.json`;
const numberOf = (name: string) => Number(/^(\d{12})\.json$/.exec(name)?.[1] ?? Number.NaN);

/**
 * Writes the chain's new entries to the object store, one object for each, and returns the end. An object is locked until
 * the trail that it proves is past its retention.
 * @throws Refused if the database's chain is not the one that the store knows; Unavailable if the store does not answer.
 */
export async function followStore(
  db: Database,
  store: StoredAnchor,
): Promise<{ batch: number; at: string } | undefined> {
  const rules = await db.read(system, ({ orm }) => findSealedRules(orm));
  const keptDays = Math.max(0, ...Object.values(rules?.retentionDays ?? {})) + partitionDays;
  await findEnd(store);
  for (;;) {
    const last = readEnd(store);
    if (last && !(await isInChain(db, last))) throw new Refused(anotherChain('the object store', last));
    const added = await listLinesAfter(db, last?.batch ?? 0, linesAtOnce);
    if (added.length === 0) return last && { batch: last.batch, at: last.at };
    await append(store, added, keptDays);
  }
}

/** Continues the store from the present end of the chain, as `restartAnchor` continues the file. */
export async function restartStore(
  db: Database,
  store: StoredAnchor,
  end: Entry,
  reason: string,
): Promise<void> {
  await findEnd(store);
  const last = readEnd(store);
  if (last && (await isInChain(db, last))) return;
  const rules = await db.read(system, ({ orm }) => findSealedRules(orm));
  const keptDays = Math.max(0, ...Object.values(rules?.retentionDays ?? {})) + partitionDays;
  await append(store, [{ ...lineOf(end), kind: 'restart', reason }], keptDays);
}

/** Writes lines after the end. Stops early if another sealer has written there: the caller looks again. */
async function append(store: StoredAnchor, added: Unplaced[], keptDays: number): Promise<void> {
  for (const { line, text } of writeLines(store.end?.text, added)) {
    const number = (store.end?.number ?? 0) + 1;
    const until = Math.max(Date.parse(line.sealedAt) + keptDays * dayMs, Date.now() + dayMs);
    if (!(await store.objects.put(nameOf(number), text, new Date(until)))) {
      store.end = undefined;
      await findEnd(store);
      return;
    }
    store.end = { number, text };
  }
}

function readEnd({ end, objects }: StoredAnchor) {
  if (!end) return undefined;
  const line = parseLine(end.text);
  if (!line) throw new Refused(`The object ${nameOf(end.number)} of ${objects.name} cannot be read.`);
  return line;
}

/** Looks for the last object in growing and then halved steps, from the one that this process knows. */
async function findEnd(store: StoredAnchor): Promise<void> {
  const { objects } = store;
  let last = store.end?.number ?? 0;
  let isGrowing = true;
  for (let step = 1; step >= 1; step = isGrowing ? step * 2 : step / 2) {
    const found = numberOf((await objects.findAfter(nameOf(last + step - 1))) ?? '');
    if (Number.isNaN(found)) isGrowing = false;
    else last = found;
  }
  if (last !== (store.end?.number ?? 0)) store.end = { number: last, text: await objects.read(nameOf(last)) };
}

/**
 * Reads the chain that an object store knows: of each object the first version, because its lock keeps whoever holds the
 * store's credentials from replacing that one. Later versions with other content, and deletions, are told.
 * @throws Unavailable if the store does not answer; Refused if an object has another form.
 */
export async function readStore(objects: ObjectStore): Promise<AnchorContent> {
  const versions = (await objects.listVersions()).filter(({ key }) => !Number.isNaN(numberOf(key)));
  const byKey = Map.groupBy(versions, ({ key }) => key);
  const keys = [...byKey.keys()].sort();
  const tampered: string[] = [];
  const texts: string[] = [];
  for (let from = 0; from < keys.length; from += readsAtOnce) {
    const part = keys.slice(from, from + readsAtOnce);
    const read = part.map((key) => readFirst(objects, key, byKey.get(key) ?? []));
    for (const { text, signs } of await Promise.all(read)) {
      if (text !== undefined) texts.push(text);
      tampered.push(...signs);
    }
  }
  const content = readLines(
    texts,
    (number) => new Refused(`The object ${keys[number - 1]} of ${objects.name} cannot be read.`),
  );
  return { ...content, tampered };
}

/** A store lists the versions of an object from the newest to the oldest. */
async function readFirst(
  objects: ObjectStore,
  key: string,
  versions: readonly ObjectVersion[],
): Promise<{ text: string | undefined; signs: string[] }> {
  const [first, ...later] = versions.filter(({ isDeletion }) => !isDeletion).toReversed();
  const text = first && (await objects.read(key, first.versionId));
  const signs = versions
    .filter(({ isDeletion }) => isDeletion)
    .map(({ writtenAt }) => `The object ${key} was deleted on ${writtenAt.toISOString()}.`);
  for (const { versionId, writtenAt } of later) {
    if ((await objects.read(key, versionId)) !== text) {
      signs.push(`The object ${key} was replaced on ${writtenAt.toISOString()}. Its first version counts.`);
    }
  }
  return { text, signs };
}
