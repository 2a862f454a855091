import { describe, expect, it } from 'vitest';
import { setPhoto } from '../accounts/commands/photo.ts';
import { listShownPeople } from '../directory/queries/firm.ts';
import type { Actor } from '../engine/actors.ts';
import { NotFound } from '../engine/errors.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { leaveCompany, showInCompany } from './commands.ts';
import { addColleague, addSampleCompany } from './factory.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const as = <Result>(userId: string, run: Parameters<typeof portal.db.write<Result>>[1]): Promise<Result> =>
  portal.db.write(member(userId), run);

/** A company with an owner and colleagues of these roles. */
async function companyWith(...roles: ('OWNER' | 'MEMBER')[]) {
  const ownerId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, ownerId);
  const colleagues: string[] = [];
  for (const role of roles) {
    const userId = await addMember(portal.db);
    await addColleague(portal.db, { companyId, ownerId }, userId, role);
    colleagues.push(userId);
  }
  return { companyId, ownerId, colleagues };
}

describe('the people on a firm’s page', () => {
  const shownTo = (userId: string, companyId: string) =>
    portal.db.read(member(userId), (tx) => listShownPeople(tx, { companyId }), { freshness: 'latest' });
  const show = (by: string, companyId: string, userId: string, isShown: boolean) =>
    as(by, (tx) => showInCompany(tx, { companyId, userId, isShown }));

  it('are those who said so, and a photo is seen exactly where the name is', async () => {
    const { companyId, ownerId, colleagues } = await companyWith('MEMBER');
    const [colleague = ''] = colleagues;
    const reader = await addMember(portal.db);
    const photo = await uploadSample(portal.db, member(colleague), { kind: 'PROFILE_PHOTO', text: 'a face' });
    await as(colleague, (tx) => setPhoto(tx, { fileId: photo }));
    const sees = async (userId: string) => ({
      names: (await shownTo(userId, companyId)).map((person) => [person.userId, person.photoId]),
      photo: await portal.db
        .read(member(userId), (tx) => getFile(tx, { fileId: photo }), { freshness: 'latest' })
        .then(
          () => true,
          () => false,
        ),
    });
    const nothing = { names: [], photo: false };
    expect(await sees(reader)).toEqual(nothing);
    await show(colleague, companyId, colleague, true);
    expect(await sees(reader)).toEqual({ names: [[colleague, photo]], photo: true });

    // Neither visitors nor people whose membership has lapsed see anybody.
    const visitor = { kind: 'visitor' } as const;
    expect(await portal.db.read(visitor, (tx) => listShownPeople(tx, { companyId }))).toEqual([]);
    await expect(portal.db.read(visitor, (tx) => getFile(tx, { fileId: photo }))).rejects.toThrow(NotFound);
    const lapsed = await addMember(portal.db, { status: 'LAPSED' });
    expect(await sees(lapsed)).toEqual(nothing);
    // A firm that hides itself hides its people.
    await portal.owner`update companies set directory_audience = 'NOBODY' where id = ${companyId}`;
    expect(await sees(reader)).toEqual(nothing);
    await portal.owner`update companies set directory_audience = 'MEMBERS' where id = ${companyId}`;
    expect((await sees(reader)).photo).toBe(true);
    // An owner takes somebody off the page, and does not put anybody there.
    await show(ownerId, companyId, colleague, false);
    expect(await sees(reader)).toEqual(nothing);
    await expect(show(ownerId, companyId, colleague, true)).rejects.toThrow('show themselves');
    await show(colleague, companyId, colleague, true);
    await as(colleague, (tx) => leaveCompany(tx, { companyId }));
    expect(await sees(reader)).toEqual(nothing);
  });

  it('are changed by nobody else', async () => {
    const { companyId, ownerId, colleagues } = await companyWith('MEMBER');
    const [colleague = ''] = colleagues;
    const stranger = await addMember(portal.db);
    await expect(show(colleague, companyId, ownerId, false)).rejects.toThrow('Only an owner');
    await expect(show(stranger, companyId, ownerId, false)).rejects.toMatchObject({ code: 'not_found' });
    await expect(show(stranger, companyId, stranger, true)).rejects.toMatchObject({ code: 'not_found' });
  });
});
