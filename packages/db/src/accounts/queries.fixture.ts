import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { exportOwnData, getProfile } from './queries.ts';

export async function queryRuns({
  db,
  member,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const withoutFirm = { kind: 'member', userId: await addMember(db) } as const;
  const withoutPhoto = { kind: 'member', userId: administrator.userId } as const;
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('a', 64), 9, 'image/png', now()) returning id`,
  );
  await find(`
    insert into files (kind, name, bytes, uploaded_by, owner_id, content_id)
    values ('PROFILE_PHOTO', 'me.png', 9, '${member.userId}', '${member.userId}', '${contentId}') returning id`);
  return {
    exportOwnData: [[member, exportOwnData]],
    getProfile: [
      [member, getProfile],
      [withoutPhoto, getProfile],
      [withoutFirm, getProfile],
    ],
  };
}
