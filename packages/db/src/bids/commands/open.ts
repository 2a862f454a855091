import { systemActor } from '../../engine/actors.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { Failure } from '../../engine/errors.ts';
import type { BidKeyRing } from '../../engine/secrets/bid-keys.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { closeOpenedKey } from '../../files/queries.ts';
import { type SealedFile, type SealedOffer, unsealOffer, unwrapProjectKey } from './sealing.ts';

/** The keys of the worker: for encrypted columns, and the ring that opens bids. */
export interface OpeningKeys {
  keys: KeyRing;
  ring: BidKeyRing;
}

const opener = systemActor('opening');
const held = computed({ bidId: 'string', sealed: 'Buffer', wrappedKey: 'Buffer', keyId: 'string' });
const opened = computed({ bids: 'number | null' });

/**
 * Opens the sealed bids of a project whose deadline has passed. A bid that cannot be read stays closed and is flagged; the others
 * open. Returns the number of bids; undefined for a project that is open already or not due.
 * @throws Failure if the ring does not open the project’s key. Nothing changes then.
 */
export async function openProject(
  { sql }: WriteTransaction,
  { keys, ring }: OpeningKeys,
  { projectId }: { projectId: string },
): Promise<number | undefined> {
  const rows = await rowsOf(sql, held)`
    select bid_id as "bidId", sealed, wrapped_key as "wrappedKey", key_id as "keyId" from hold_for_opening(${projectId})`;
  const [first] = rows;
  if (!first) return undefined;
  const privateKey = await unwrapProjectKey(ring, { projectId, ...first });
  const offers = [];
  for (const { bidId, sealed } of rows) {
    const offer = await readOffer(privateKey, bidId, sealed);
    offers.push(
      offer
        ? {
            bid: bidId,
            ...offer,
            amount: offer.amountCents,
            files: offer.files?.map((file) => rewrap(keys, file)),
          }
        : { bid: bidId, problem: 'DAMAGED' as const },
    );
  }
  const [row] = await rowsOf(sql, opened)`
    select open_bids(${projectId}, ${JSON.stringify(offers)}::text::jsonb) as bids`;
  return row?.bids ?? undefined;
}

/** A file as `open_bids` takes it: its key is encrypted for those who read the opened bid. */
const rewrap = (keys: KeyRing, { key, ...file }: SealedFile) => ({
  ...file,
  wrapped_key: key && closeOpenedKey(keys, file.id, key).toString('hex'),
});

/** Undefined for what cannot be decrypted, or is no offer. PostgreSQL stores no NUL. */
async function readOffer(
  privateKey: Buffer,
  bidId: string,
  sealed: Buffer,
): Promise<SealedOffer | undefined> {
  try {
    const offer = await unsealOffer(privateKey, bidId, sealed);
    return JSON.stringify(offer).includes('\\u0000') ? undefined : offer;
  } catch {
    return undefined;
  }
}

const unsealed = computed({ projects: 'number' });
const due = computed({ projectId: 'string', askedBy: 'string | null', isSealed: 'boolean' });

/** Projects whose opening failed, and when and for whom it was tried: they are tried again in a minute, or when somebody asks. */
export type FailedOpenings = Map<string, { at: number; askedBy: string | null }>;
const tryAgainAfterMs = 60_000;

export interface Openings {
  /** Of how many projects the bids were opened. */
  projects: number;
  problems: { projectId: string; problem: unknown }[];
}

/**
 * Opens the bids of all projects whose deadline has passed, each project in a transaction of its own. Without keys those open of
 * which nothing is sealed, and the others are problems.
 */
export async function openDueBids(
  db: Database,
  keys: OpeningKeys | undefined,
  failed: FailedOpenings = new Map(),
  signal?: AbortSignal,
): Promise<Openings> {
  const openings: Openings = { projects: 0, problems: [] };
  // Most often there is nothing to do, and then nothing is written.
  const waiting = await db.read(
    opener,
    ({ sql }) => rowsOf(sql, due)`
      select project as "projectId", asked_by as "askedBy", is_sealed as "isSealed" from projects_to_open(1000)`,
  );
  for (let some = waiting.some(({ isSealed }) => !isSealed); some; ) {
    signal?.throwIfAborted();
    const [row] = await db.write(
      opener,
      ({ sql }) => rowsOf(sql, unsealed)`select open_unsealed(100) as projects`,
    );
    openings.projects += row?.projects ?? 0;
    some = row?.projects === 100;
  }
  for (const { projectId, askedBy, isSealed } of waiting) {
    if (!isSealed) continue;
    signal?.throwIfAborted();
    const last = failed.get(projectId);
    if (last && last.askedBy === askedBy && Date.now() - last.at < tryAgainAfterMs) continue;
    try {
      if (!keys) throw new Failure('unavailable', 'The keys of sealed bids are missing.');
      const bids = await db.write(opener, (tx) => openProject(tx, keys, { projectId }), {
        name: 'openProject',
      });
      failed.delete(projectId);
      if (bids !== undefined) openings.projects += 1;
    } catch (problem) {
      failed.set(projectId, { at: Date.now(), askedBy });
      openings.problems.push({ projectId, problem });
    }
  }
  return openings;
}

const asked = computed({ isAsked: 'boolean' });

/** Asks the worker to try again to open the bids of a project. False for one that is not due, or another poster’s. */
export async function askOpening(
  { sql }: WriteTransaction,
  { projectId }: { projectId: string },
): Promise<boolean> {
  const [row] = await rowsOf(sql, asked)`select ask_opening(${projectId}) as "isAsked"`;
  return row?.isAsked ?? false;
}
