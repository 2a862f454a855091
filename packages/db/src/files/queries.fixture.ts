import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getFile, getFileRules, getUpload, listUnfinishedFiles } from './queries.ts';

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
      [member, (tx) => listUnfinishedFiles(tx, { kind: 'PROFILE_PHOTO' })],
      [member, (tx) => listUnfinishedFiles(tx, { kind: 'PROFILE_PHOTO', withWhole: true })],
    ],
    getFile: [[member, (tx) => getFile(tx, { fileId: wholeId })]],
  };
}
