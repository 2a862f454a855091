import { eq } from 'drizzle-orm';
import { reencryptPublicKey, rewrapProjectKey } from '../../bids/commands/sealing.ts';
import { reencryptCopy } from '../../bids/queries/copies.ts';
import { closeDraft, draftRow, openDraft } from '../../bids/queries/drafts.ts';
import { bidCopies, bidDrafts, openedFileKeys, projectSeals } from '../../bids/tables.ts';
import { systemActor } from '../../engine/actors.ts';
import { inBatches } from '../../engine/batches.ts';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { Failure } from '../../engine/errors.ts';
import type { BidKeyRing } from '../../engine/secrets/bid-keys.ts';
import { decrypt, encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import {
  closeName,
  closeOpenedKey,
  closeSecret,
  openName,
  openOpenedKey,
  openSecret,
} from '../../files/queries.ts';
import { fileSecrets, files } from '../../files/tables.ts';
import { webhookCell } from '../../health/commands/webhooks.ts';
import { alertWebhooks } from '../../health/tables.ts';
import { closeRow, openRow, secureRow } from '../../secure-data/queries.ts';
import { secureData as secureDataTable } from '../../secure-data/tables.ts';
import { twoFactorCell } from '../../sign-in/queries.ts';
import { twoFactorSecrets as twoFactorTable } from '../../sign-in/tables.ts';

const system = systemActor('portal keys rotate');

export interface Rotation {
  rotated: number;
  /** Ids of rows that could not be decrypted and stay as they are. */
  unreadable: string[];
}

/** One batch: reads rows encrypted under other keys, starting after an id, and encrypts them again. */
type Batch = (
  tx: WriteTransaction,
  ring: KeyRing,
  after: string,
  size: number,
) => Promise<{ rows: number; last: string | undefined; unreadable: string[] }>;

/** Runs each row's change. A row that cannot be decrypted stays unchanged and is reported. */
async function changeEach<Row extends { id: string }>(
  rows: readonly Row[],
  change: (row: Row) => Promise<unknown>,
): ReturnType<Batch> {
  const unreadable: string[] = [];
  for (const row of rows) {
    try {
      await change(row);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unreadable.push(row.id);
    }
  }
  return { rows: rows.length, last: rows.at(-1)?.id, unreadable };
}

/** The condition that another key encrypted a column. The ciphertext names its key: after its version come the length of the key's id and the id. */
const isUnderOther = (sql: WriteTransaction['sql'], column: string, ring: KeyRing): Fragment => {
  const cell = sql.unsafe(column);
  return sql`substring(${cell} from 3 for get_byte(${cell}, 1)) <> ${Buffer.from(ring.current.id)}`;
};

const secureData: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, secureRow)`
    select ${secureRow(sql)} from secure_data where key_id <> ${ring.current.id} and id > ${after}
    order by id limit ${size} for update`;
  return changeEach(rows, (row) =>
    orm
      .update(secureDataTable)
      .set(closeRow(ring, row.id, openRow(ring, row)))
      .where(eq(secureDataTable.id, row.id)),
  );
};

const twoFactorRow = pick(twoFactorTable, { id: 'userId', secret: 'encryptedSecret' });

const twoFactorSecrets: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, twoFactorRow)`
    select ${twoFactorRow(sql)} from two_factor_secrets
    where user_id > ${after}
      and ${isUnderOther(sql, 'encrypted_secret', ring)}
    order by user_id limit ${size} for update`;
  return changeEach(rows, async ({ id, secret }) => {
    const cell = twoFactorCell(id);
    const next = encrypt(ring, cell, decrypt(ring, cell, secret));
    // A replacement that nobody has confirmed yet lasts minutes, so its owner begins again.
    await orm
      .update(twoFactorTable)
      .set({ encryptedSecret: next, encryptedReplacement: null, replacementAt: null })
      .where(eq(twoFactorTable.userId, id));
  });
};

const webhookRow = pick(alertWebhooks, {
  id: 'id',
  address: 'encryptedAddress',
  secret: 'encryptedSecret',
});

const webhookSecrets: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, webhookRow)`
    select ${webhookRow(sql)} from alert_webhooks
    where id > ${after} and exists (
      select from unnest(array[encrypted_address, encrypted_secret]) cell
      where ${isUnderOther(sql, 'cell', ring)})
    order by id limit ${size} for update`;
  return changeEach(rows, async ({ id, address, secret }) => {
    const again = (column: Parameters<typeof webhookCell>[0], bytes: Buffer | null) =>
      bytes && encrypt(ring, webhookCell(column, id), decrypt(ring, webhookCell(column, id), bytes));
    await orm
      .update(alertWebhooks)
      .set({
        encryptedAddress: again('encrypted_address', address),
        encryptedSecret: again('encrypted_secret', secret),
      })
      .where(eq(alertWebhooks.id, id));
  });
};

const bidDraft: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, draftRow)`
    select ${draftRow(sql)} from bid_drafts
    where id > ${after}
      and ${isUnderOther(sql, 'encrypted_content', ring)}
    order by id limit ${size} for update`;
  return changeEach(rows, (row) =>
    orm
      .update(bidDrafts)
      .set({ encryptedContent: closeDraft(ring, row.id, openDraft(ring, row)) })
      .where(eq(bidDrafts.id, row.id)),
  );
};

const copyRow = pick(bidCopies, { id: 'bidId', content: 'encryptedContent' });

const bidCopy: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, copyRow)`
    select ${copyRow(sql)} from bid_copies
    where bid_id > ${after}
      and ${isUnderOther(sql, 'encrypted_content', ring)}
    order by bid_id limit ${size} for update`;
  return changeEach(rows, ({ id, content }) =>
    orm
      .update(bidCopies)
      .set({ encryptedContent: reencryptCopy(ring, id, content) })
      .where(eq(bidCopies.bidId, id)),
  );
};

const fileName = pick(files, ['id', 'name', 'encryptedName']);

const nameOfFile: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, fileName)`
    select ${fileName(sql)} from files
    where id > ${after} and encrypted_name is not null
      and ${isUnderOther(sql, 'encrypted_name', ring)}
    order by id limit ${size} for update`;
  return changeEach(rows, (row) =>
    orm
      .update(files)
      .set({ encryptedName: closeName(ring, row.id, openName(ring, row)) })
      .where(eq(files.id, row.id)),
  );
};

const secretRow = pick(fileSecrets, { id: 'contentId', secret: 'encryptedSecret' });

const secretOfFile: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, secretRow)`
    select ${secretRow(sql)} from file_secrets
    where content_id > ${after}
      and ${isUnderOther(sql, 'encrypted_secret', ring)}
    order by content_id limit ${size} for update`;
  return changeEach(rows, ({ id, secret }) =>
    orm
      .update(fileSecrets)
      .set({ encryptedSecret: closeSecret(ring, id, openSecret(ring, id, secret)) })
      .where(eq(fileSecrets.contentId, id)),
  );
};

const openedRow = pick(openedFileKeys, { id: 'fileId', key: 'encryptedKey' });

const keyOfOpenedFile: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, openedRow)`
    select ${openedRow(sql)} from opened_file_keys
    where file_id > ${after}
      and ${isUnderOther(sql, 'encrypted_key', ring)}
    order by file_id limit ${size} for update`;
  return changeEach(rows, ({ id, key }) =>
    orm
      .update(openedFileKeys)
      .set({ encryptedKey: closeOpenedKey(ring, id, openOpenedKey(ring, id, key)) })
      .where(eq(openedFileKeys.fileId, id)),
  );
};

const publicRow = pick(projectSeals, { id: 'projectId', key: 'encryptedPublicKey' });

const publicKeyOfProject: Batch = async ({ sql, orm }, ring, after, size) => {
  const rows = await rowsOf(sql, publicRow)`
    select ${publicRow(sql)} from project_seals
    where project_id > ${after}
      and ${isUnderOther(sql, 'encrypted_public_key', ring)}
    order by project_id limit ${size} for update`;
  return changeEach(rows, ({ id, key }) =>
    orm
      .update(projectSeals)
      .set({ encryptedPublicKey: reencryptPublicKey(ring, id, key) })
      .where(eq(projectSeals.projectId, id)),
  );
};

const wrappedRow = pick(projectSeals, { id: 'projectId', wrappedKey: 'wrappedKey', keyId: 'keyId' });

/** Wraps the keys of projects to the current key of sealed bids. */
const wrappedKeys =
  (ring: BidKeyRing) =>
  async ({ sql, orm }: WriteTransaction, after: string, size: number) => {
    const rows = await rowsOf(sql, wrappedRow)`
      select ${wrappedRow(sql)} from project_seals where key_id <> ${ring.current.id} and project_id > ${after}
      order by project_id limit ${size} for update`;
    return changeEach(rows, async ({ id, ...seal }) =>
      orm
        .update(projectSeals)
        .set(await rewrapProjectKey(ring, { projectId: id, ...seal }))
        .where(eq(projectSeals.projectId, id)),
    );
  };

interface RotationOptions {
  db: Database;
  batchSize?: number;
  onProgress?: (rotated: number) => void;
  signal?: AbortSignal;
}

/**
 * Encrypts with the current key everything that another key encrypted, one transaction per batch. After a stop or a
 * kill, the next run continues with the rest. The rotation waits for rows that somebody is saving.
 */
export const rotateKeys = ({ ring, ...options }: RotationOptions & { ring: KeyRing }): Promise<Rotation> =>
  runBatches(
    options,
    [
      secureData,
      twoFactorSecrets,
      webhookSecrets,
      bidDraft,
      bidCopy,
      nameOfFile,
      secretOfFile,
      keyOfOpenedFile,
      publicKeyOfProject,
    ].map((batch) => (tx: WriteTransaction, after: string, size: number) => batch(tx, ring, after, size)),
  );

/** The same for the keys of projects, which the ring of sealed bids wraps. */
export const rotateBidKeys = ({
  ring,
  ...options
}: RotationOptions & { ring: BidKeyRing }): Promise<Rotation> => runBatches(options, [wrappedKeys(ring)]);

async function runBatches(
  { db, batchSize = 500, onProgress, signal }: RotationOptions,
  batches: ((tx: WriteTransaction, after: string, size: number) => ReturnType<Batch>)[],
): Promise<Rotation> {
  const result: Rotation = { rotated: 0, unreadable: [] };
  for (const batch of batches) {
    await inBatches<string>(async (after = '00000000-0000-0000-0000-000000000000') => {
      const done = await db.write(system, (tx) => batch(tx, after, batchSize), { name: 'rotateKeys' });
      result.rotated += done.rows - done.unreadable.length;
      result.unreadable.push(...done.unreadable);
      onProgress?.(result.rotated);
      return done.last;
    }, signal);
  }
  return result;
}
