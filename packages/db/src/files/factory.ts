import { createHash } from 'node:crypto';
import type { FileKind } from '@namc/inputs/files';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { announceContent, beginFile, finishFile } from './commands.ts';

const system: Actor = { kind: 'system', name: 'files' };

/** Uploads a file whose bytes say `text`, and returns its id. */
export async function uploadSample(
  db: Database,
  actor: Actor,
  { kind, text, contentType = 'image/png' }: { kind: FileKind; text: string; contentType?: string },
): Promise<string> {
  const bytes = text.length;
  const fileId = await db.write(actor, (tx) => beginFile(tx, { kind, name: `${text}.png`, bytes }));
  const content = { sha256: createHash('sha256').update(text).digest('hex'), bytes, contentType };
  const contentId = await db.write(system, (tx) => announceContent(tx, content));
  await db.write(system, (tx) => finishFile(tx, { fileId, contentId, ...content }));
  return fileId;
}
