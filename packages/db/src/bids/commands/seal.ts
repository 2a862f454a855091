import { randomBytes } from 'node:crypto';
import type { ListedSubcontractor } from '@namc/inputs/bids';
import { systemActor } from '../../engine/actors.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { closeName, openName, openSecret } from '../../files/queries.ts';
import { closeCopy, type Offer } from '../queries/copies.ts';
import { type FileToSeal, listFilesToSeal } from '../queries/drafts.ts';
import { bidContents } from '../tables.ts';
import { makeProjectSeal, type SealedFile, type SealingKeys, sealOffer } from './sealing.ts';

const seal = computed({ projectId: 'string', bidId: 'string', encryptedPublicKey: 'Buffer | null' });

/** An offer as `submit_bid` takes it beside what it says. */
export interface Sealed {
  bidId: string;
  salt: Buffer;
  sealed: Buffer;
  copy: Buffer;
  files: KeptFile[];
}

/** A file as `submit_bid` takes it. `file` is the draft’s, and `id` the bid’s. */
interface KeptFile extends Omit<SealedFile, 'key'> {
  file: string;
  /** The name as the firm reads it, encrypted, in hexadecimal digits. */
  hidden_name: string;
}

function sealFile(keys: SealingKeys['keys'], row: FileToSeal): { sealed: SealedFile; kept: KeptFile } {
  const { frozenId: id, contentId, encryptedSecret } = row;
  const secret = encryptedSecret && openSecret(keys, contentId, encryptedSecret);
  const name = openName(keys, row);
  const common = { id, name, sha256: secret?.sha256 ?? row.sha256, salt: randomBytes(32).toString('hex') };
  return {
    sealed: { ...common, key: secret?.key.toString('base64') ?? null },
    kept: { ...common, file: row.id, hidden_name: closeName(keys, id, name).toString('hex') },
  };
}

/** Seals the offer of a draft, and what its files say. The first bid on a project brings the project’s pair of keys. @throws NotFound for another firm’s draft. */
export async function sealDraft(
  tx: WriteTransaction,
  sealing: SealingKeys,
  draftId: string,
  offer: Offer,
): Promise<Sealed> {
  const { sql } = tx;
  const find = () => rowsOf(sql, seal)`
    select project as "projectId", bid as "bidId", encrypted_public_key as "encryptedPublicKey" from seal_for_draft(${draftId})`;
  let [row] = await find();
  if (row && !row.encryptedPublicKey) {
    const { encryptedPublicKey, wrappedKey, keyId } = await makeProjectSeal(sealing, row.projectId);
    await sql`select begin_seal(${draftId}, ${encryptedPublicKey}, ${wrappedKey}, ${keyId})`;
    [row] = await find();
  }
  if (!row?.encryptedPublicKey) throw new NotFound('draft', draftId);
  const { projectId, bidId, encryptedPublicKey } = row;
  const salt = randomBytes(32);
  const held = (await listFilesToSeal(tx, { draftId })).map((row) => sealFile(sealing.keys, row));
  const files = held.map(({ sealed }) => sealed);
  return {
    bidId,
    salt,
    sealed: await sealOffer(
      sealing.keys,
      { projectId, bidId, encryptedPublicKey },
      { ...offer, salt, files },
    ),
    copy: closeCopy(sealing.keys, bidId, offer, files),
    files: held.map(({ kept }) => kept),
  };
}

const sealer = systemActor('sealing');
const readable = pick(bidContents, ['bidId', 'amountCents', 'message', 'subcontractors', 'salt'], 'o');
const ofProject = computed({ projectId: 'string', encryptedPublicKey: 'Buffer | null' });
const made = computed({ encryptedPublicKey: 'Buffer' });

/**
 * Seals the offers that stand in readable columns: those of the time before offers were encrypted, and those that the system
 * recorded. A transaction for each few, so that a stop loses nothing. Returns how many were sealed.
 */
export async function sealReadableOffers(db: Database, sealing: SealingKeys, most = 20): Promise<number> {
  let sealed = 0;
  for (;;) {
    const done = await db.write(sealer, (tx) => sealSome(tx, sealing, most), { name: 'sealReadableOffers' });
    sealed += done;
    if (done < most) return sealed;
  }
}

async function sealSome({ sql }: WriteTransaction, sealing: SealingKeys, most: number): Promise<number> {
  const rows = await rowsOf(sql, readable, ofProject)`
    select ${readable(sql)}, o.project_id as "projectId", o.encrypted_public_key as "encryptedPublicKey"
    from offers_to_seal(${most}::int) o`;
  for (const { projectId, bidId, salt, ...row } of rows) {
    const offer: Offer = {
      amountCents: row.amountCents,
      message: row.message ?? '',
      subcontractors: (row.subcontractors ?? []) as ListedSubcontractor[],
    };
    const encryptedPublicKey = row.encryptedPublicKey ?? (await sealProject(sql, sealing, projectId));
    const hidden = await sealOffer(
      sealing.keys,
      { projectId, bidId, encryptedPublicKey },
      { ...offer, salt: salt ?? Buffer.alloc(0) },
    );
    await sql`select seal_offer(${bidId}, ${hidden}, ${closeCopy(sealing.keys, bidId, offer)})`;
  }
  return rows.length;
}

async function sealProject(
  sql: WriteTransaction['sql'],
  sealing: SealingKeys,
  projectId: string,
): Promise<Buffer> {
  const { encryptedPublicKey, wrappedKey, keyId } = await makeProjectSeal(sealing, projectId);
  const [row] = await rowsOf(sql, made)`
    select seal_project(${projectId}, ${encryptedPublicKey}, ${wrappedKey}, ${keyId}) as "encryptedPublicKey"`;
  if (!row) throw new TypeError('A function returns its value.');
  return row.encryptedPublicKey;
}
