import { createHash, randomBytes } from 'node:crypto';
import type { FileKind } from '@namc/inputs/files';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { announceContent, beginFile, finishFile } from './commands.ts';
import { closeSecret } from './queries.ts';

const system: Actor = { kind: 'system', name: 'files' };
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Uploads a file whose bytes say `text`, and returns its id. Bytes of bids’ files are encrypted. */
export async function uploadSample(
  db: Database,
  actor: Actor,
  { kind, text, contentType = 'image/png' }: { kind: FileKind; text: string; contentType?: string },
): Promise<string> {
  const bytes = text.length;
  const fileId = await db.write(actor, (tx) => beginFile(tx, testKeys, { kind, name: `${text}.png`, bytes }));
  const isEncrypted = kind === 'BID_FILE';
  const key = randomBytes(32);
  const sha256 = hashOf(isEncrypted ? key.toString('hex') : text);
  const content = { sha256, bytes, contentType, isEncrypted };
  const contentId = await db.write(system, (tx) => announceContent(tx, content));
  const encryptedSecret = isEncrypted
    ? closeSecret(testKeys, contentId, { key, sha256: hashOf(text) })
    : undefined;
  await db.write(system, (tx) => finishFile(tx, { fileId, contentId, encryptedSecret, ...content }));
  return fileId;
}
