import { sendAddendumInput } from '@namc/inputs/addenda';
import { describe, expect, it } from 'vitest';
import { addBid, openBids } from '../bids/factory.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../database.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { followProject } from '../project-follows/commands.ts';
import { addProject, type ProjectSample } from '../projects/factory.ts';
import { getProject } from '../projects/queries/list.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { acknowledgeAddendum, sendAddendum } from './commands.ts';
import { listAddenda } from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const visitor: Actor = { kind: 'visitor' };

async function open(sample: ProjectSample = {}) {
  const ownerId = await addMember(portal.db);
  const projectId = await addProject(portal.db, ownerId, { title: 'New pier', ...sample });
  const send = (facts: Record<string, unknown> = {}, actor = member(ownerId)) =>
    portal.db.write(actor, (tx) =>
      sendAddendum(
        tx,
        sendAddendumInput.parse({ projectId, title: 'Drains', content: 'Six inches.', ...facts }),
      ),
    );
  const list = (actor: Actor) => portal.db.read(actor, (tx) => listAddenda(tx, { projectId }));
  return { ownerId, projectId, send, list };
}
const acknowledge = (userId: string, addendumId: string) =>
  portal.db.write(member(userId), (tx) => acknowledgeAddendum(tx, { addendumId }));
const newestOf = async (list: (actor: Actor) => ReturnType<typeof listAddenda>, userId: string) =>
  (await list(member(userId)))[0]?.id ?? '';

describe('addenda', () => {
  it('are numbered without gaps, also when many are sent at once and one of them fails', async () => {
    const { send, list, ownerId } = await open();
    const sent = await Promise.allSettled([
      ...Array.from({ length: 5 }, () => send()),
      send({ fileIds: [crypto.randomUUID()] }),
      ...Array.from({ length: 3 }, () => send()),
    ]);
    expect(sent.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect((await list(member(ownerId))).map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('are sent by the poster alone, while the project is open, and are read by active members', async () => {
    const { send, list, ownerId } = await open();
    const reader = await addMember(portal.db);
    await expect(send({}, member(reader))).rejects.toThrow('project');
    await send();
    expect(await list(member(reader))).toMatchObject([
      { number: 1, title: 'Drains', acknowledgedAt: null, firms: null, names: null },
    ]);
    expect(await list(visitor)).toEqual([]);
    expect(await list(member(await addMember(portal.db, { status: 'LAPSED' })))).toEqual([]);
    await expect(
      portal.db.write(
        member(ownerId),
        ({ sql }) => sql`update project_addenda set title = 'Other' where number = 1`,
      ),
    ).rejects.toThrow('stays as it was sent');
    const draft = await open({ status: 'DRAFT' });
    await expect(draft.send()).rejects.toThrow('Publish the project first.');
    const over = await open({ deadlineAt: new Date(Date.now() + 3_600_000) });
    await portal.owner`update projects set deadline_at = now() - interval '1 second' where id = ${over.projectId}`;
    await expect(over.send()).rejects.toThrow('has ended');
  });

  it('move the deadline to a later time only, and everybody concerned is told of both', async () => {
    const { send, projectId, ownerId } = await open({ deadlineAt: new Date('2100-07-01T20:00:00Z') });
    const [follower, bidder, stranger] = [
      await addMember(portal.db),
      await addMember(portal.db),
      await addMember(portal.db),
    ];
    await portal.db.write(member(follower), (tx) => followProject(tx, { projectId }));
    await addBid(portal.db, projectId, bidder);
    await expect(send({ deadline: '2100-07-01T13:00' })).rejects.toThrow('later time only');
    await send({ deadline: '2100-07-08T13:00' });
    const { deadlineAt } = await portal.db.read(member(ownerId), (tx) => getProject(tx, { projectId }));
    expect(deadlineAt?.toISOString()).toBe('2100-07-08T20:00:00.000Z');
    const told = await portal.owner<{ userId: string; kind: string; title: string }[]>`
      select user_id as "userId", kind, title from notifications
      where user_id = any (${[follower, bidder, stranger, ownerId]}) order by user_id, kind`;
    const both = (userId: string) => [
      { userId, kind: 'addendum-sent', title: 'Addendum 1 to “New pier”: Drains' },
      {
        userId,
        kind: 'bidding-extended',
        title: 'The bidding deadline of “New pier” is now July 8, 2100 at 1:00 PM Pacific time.',
      },
    ];
    expect([...told]).toEqual([follower, bidder].sort().flatMap(both));
  });

  it('bring files that stay, and that nobody adds to later', async () => {
    const { send, list, ownerId } = await open();
    const upload = (text: string) =>
      uploadSample(portal.db, member(ownerId), {
        kind: 'ADDENDUM_FILE',
        text: `${text} ${ownerId}`,
        contentType: 'application/pdf',
      });
    const sheet = await upload('sheet');
    await send({ fileIds: [sheet] });
    const reader = member(await addMember(portal.db));
    const [addendum] = await list(reader);
    expect(addendum?.files).toMatchObject([{ id: sheet }]);
    expect(await portal.db.read(reader, (tx) => getFile(tx, { fileId: sheet }))).toMatchObject({
      contentType: 'application/pdf',
    });
    await expect(portal.db.read(visitor, (tx) => getFile(tx, { fileId: sheet }))).rejects.toThrow('file');
    await expect(
      portal.db.write(member(ownerId), ({ sql }) => sql`delete from files where id = ${sheet}`),
    ).rejects.toThrow('stays as it was sent');
    const late = await upload('late');
    await expect(
      portal.db.write(
        member(ownerId),
        ({ sql }) => sql`update files set owner_id = ${addendum?.id ?? ''} where id = ${late}`,
      ),
    ).rejects.toThrow('stays as it was sent');
  });
});

describe('an addendum is acknowledged', () => {
  it('for the firm by one of its people, and the poster counts firms and sees no name before the bids are open', async () => {
    const { send, list, ownerId, projectId } = await open();
    await send();
    const [boss, clerk, lone] = [
      await addMember(portal.db),
      await addMember(portal.db),
      await addMember(portal.db),
    ];
    const companyId = await addSampleCompany(portal.db, boss, 'Sample Divers');
    await portal.owner`
      insert into company_people (company_id, user_id, role) values (${companyId}, ${clerk}, 'MEMBER')`;
    const id = await newestOf(list, boss);
    await acknowledge(boss, id);
    await acknowledge(boss, id);
    await acknowledge(lone, id);
    await expect(acknowledge(ownerId, id)).rejects.toThrow('yourself');
    expect((await list(member(clerk)))[0]?.acknowledgedAt).toBeInstanceOf(Date);
    expect(await list(member(ownerId))).toMatchObject([{ firms: 2, names: null }]);
    const outsider = await addMember(portal.db);
    expect(await list(member(outsider))).toMatchObject([{ acknowledgedAt: null, firms: null }]);
    const seen = await portal.db.read(
      member(ownerId),
      ({ sql }) => sql`select user_id from addendum_acknowledgements`,
    );
    expect(seen).toHaveLength(0);
    await addBid(portal.db, projectId, boss);
    // The rules keep the deadline of a project with bids.
    await portal.owner`alter table projects disable trigger keep_bidding_fair`;
    await portal.owner`update projects set deadline_at = now() - interval '1 second' where id = ${projectId}`;
    await portal.owner`alter table projects enable trigger keep_bidding_fair`;
    await openBids(portal.db);
    expect(await list(member(ownerId))).toMatchObject([{ firms: 2, names: ['Sample Divers'] }]);
  });

  it('until the deadline by the clock of the database', async () => {
    const { send, list, projectId } = await open();
    await send();
    const reader = await addMember(portal.db);
    const id = await newestOf(list, reader);
    await portal.owner`update projects set deadline_at = now() - interval '1 second' where id = ${projectId}`;
    await expect(acknowledge(reader, id)).rejects.toThrow('deadline has passed');
  });
});
