import { randomBytes } from 'node:crypto';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import {
  closeName,
  closeSecret,
  getFile,
  getFileRules,
  getUpload,
  listFilesByIds,
  listUnfinishedFiles,
} from './queries.ts';

export async function queryRuns({
  member,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const fileId = await find(`
    insert into files (kind, name, bytes, uploaded_by) values ('PROFILE_PHOTO', 'new.png', 9, '${userId}') returning id`);
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('b', 64), 9, 'image/png', now()) returning id`,
  );
  const wholeId = await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id)
    values ('PROFILE_PHOTO', 'whole.png', 9, '${userId}', '${contentId}') returning id`);
  // A bid's file on its way, and one of a draft that has arrived.
  const [begun, encrypted] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'];
  const hex = (bytes: Buffer) => `'\\x${bytes.toString('hex')}'`;
  const secret = closeSecret(testKeys, encrypted, { key: randomBytes(32), sha256: 'c'.repeat(64) });
  await find(`
    insert into files (id, kind, name, encrypted_name, bytes, uploaded_by)
    values ('${begun}', 'BID_FILE', 'File of a bid', ${hex(closeName(testKeys, begun, 'begun.pdf'))}, 9, '${userId}') returning id`);
  await find(`
    insert into file_contents (id, sha256, bytes, content_type, is_encrypted, stored_at)
    values ('${encrypted}', repeat('fd', 32), 9, 'application/pdf', true, now()) returning id`);
  await find(`
    with secret as (insert into file_secrets (content_id, encrypted_secret) values ('${encrypted}', ${hex(secret)}))
    insert into files (id, kind, name, encrypted_name, bytes, uploaded_by, content_id)
    values ('${encrypted}', 'BID_FILE', 'File of a bid', ${hex(closeName(testKeys, encrypted, 'whole.pdf'))}, 9, '${userId}', '${encrypted}') returning id`);
  // A key that an opening wrote.
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true)), bid as (
      select id from project_applications, quiet limit 1
    ), kept as (
      insert into bid_files (id, bid_id, file_name, bytes, sha256) select '${wholeId}', id, 'whole.png', 9, repeat('b', 64) from bid
    )
    insert into opened_file_keys (file_id, encrypted_key) select '${wholeId}', 'x' from bid returning file_id`);
  return {
    getFileRules: [
      [member, (tx) => getFileRules(tx, { kind: 'PROFILE_PHOTO' })],
      [administrator, (tx) => getFileRules(tx, { kind: 'BOARD_FILE' })],
    ],
    getUpload: [
      [member, (tx) => getUpload(tx, { fileId })],
      [member, (tx) => getUpload(tx, { fileId: wholeId })],
    ],
    listUnfinishedFiles: [
      [member, (tx) => listUnfinishedFiles(tx, testKeys, { kind: 'BID_FILE' })],
      [member, (tx) => listUnfinishedFiles(tx, testKeys, { kind: 'PROFILE_PHOTO', withWhole: true })],
    ],
    listFilesByIds: [[member, (tx) => listFilesByIds(tx, { fileIds: [wholeId, encrypted] })]],
    getFile: [
      [member, (tx) => getFile(tx, { fileId: wholeId })],
      [member, (tx) => getFile(tx, { fileId: encrypted })],
    ],
  };
}
