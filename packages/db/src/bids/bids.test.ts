import type { ProjectStatus } from '@namc/inputs/projects';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { changeProjectStatus } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { getProject } from '../projects/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { awardProject, submitBid, withdrawBid } from './commands.ts';
import { listBids, listBidsOf } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const bid = (projectId: string, userId: string) =>
  portal.db.write(member(userId), (tx) =>
    submitBid(tx, { projectId, message: 'We can do this.', amountCents: 1_000_000 }),
  );
const close = (projectId: string) =>
  portal.db.write(system, (tx) => changeProjectStatus(tx, { projectId, status: 'CLOSED' }));

describe('a bid', () => {
  it('is the member’s only live bid on a project, even when it is sent several times at once', async () => {
    const projectId = await addProject(portal.db, await addMember(portal.db));
    const userId = await addMember(portal.db);
    const sent = await Promise.allSettled(Array.from({ length: 8 }, () => bid(projectId, userId)));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of sent) {
      if (one.status === 'rejected')
        expect(String(one.reason)).toContain('You already have a bid on this project.');
    }
    const [own] = await portal.db.read(member(userId), (tx) => listBidsOf(tx, { userId, limit: 10 }));
    await portal.db.write(member(userId), (tx) => withdrawBid(tx, { bidId: own?.id ?? '' }));
    await expect(bid(projectId, userId)).resolves.toBeTypeOf('string');
  });

  it('is confirmed to the bidder by mail, and to nobody else; one that is refused is not', async () => {
    const ownerId = await addMember(portal.db);
    const [userId, late] = [await addMember(portal.db), await addMember(portal.db)];
    const projectId = await addProject(portal.db, ownerId, { title: 'New library' });
    await bid(projectId, userId);
    await close(projectId);
    await expect(bid(projectId, late)).rejects.toThrow('isn’t open for bids');
    const mails = await portal.owner`
      select recipient, subject, text_body like '%“New library”%' as "namesProject"
      from mails join mail_bodies on mail_id = id where user_id in (${ownerId}, ${userId}, ${late})`;
    expect(mails).toEqual([
      { recipient: `${userId}@example.org`, subject: 'We received your bid', namesProject: true },
    ]);
  });

  it('is refused after the deadline, and while bidding is not open', async () => {
    const ownerId = await addMember(portal.db);
    const userId = await addMember(portal.db);
    const late = await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() - 1000) });
    await expect(bid(late, userId)).rejects.toThrow('The bidding deadline has passed.');
    const soon = await addProject(portal.db, ownerId, { status: 'PUBLISHED' });
    await expect(bid(soon, userId)).rejects.toThrow('This project isn’t open for bids.');
    const draft = await addProject(portal.db, ownerId, { status: 'DRAFT' });
    await expect(bid(draft, userId)).rejects.toThrow('This project doesn’t exist.');
    const open = await addProject(portal.db, ownerId);
    await expect(bid(open, ownerId)).rejects.toThrow('You can’t bid on your own project.');
  });

  it('is not accepted while the project closes, because one waits for the other', async () => {
    const projectId = await addProject(portal.db, await addMember(portal.db));
    const people = await Promise.all(Array.from({ length: 6 }, () => addMember(portal.db)));
    const results = await Promise.allSettled([
      ...people.slice(0, 3).map((userId) => bid(projectId, userId)),
      close(projectId),
      ...people.slice(3).map((userId) => bid(projectId, userId)),
    ]);
    const taken = results.filter((result, at) => at !== 3 && result.status === 'fulfilled').length;
    const found = await portal.db.read(system, (tx) => listBids(tx, { projectId }));
    expect(found).toHaveLength(taken);
    await expect(bid(projectId, await addMember(portal.db))).rejects.toThrow('isn’t open for bids');
  });

  it('is awarded once: of two awards at the same time one succeeds, and the other bids are declined', async () => {
    const ownerId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId);
    const people = await Promise.all(Array.from({ length: 3 }, () => addMember(portal.db)));
    const ids = await Promise.all(people.map((userId) => bid(projectId, userId)));
    const award = (bidId: string) => portal.db.write(member(ownerId), (tx) => awardProject(tx, { bidId }));
    await expect(award(ids[0]!)).rejects.toThrow('Close bidding before you award the project.');
    await close(projectId);
    const decided = await Promise.allSettled([award(ids[0]!), award(ids[1]!)]);
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const found = await portal.db.read(system, (tx) => listBids(tx, { projectId }));
    expect(found.map(({ status }) => status).sort()).toEqual(['AWARDED', 'DECLINED', 'DECLINED']);
    expect((await portal.db.read(system, (tx) => getProject(tx, { projectId }))).status).toBe('AWARDED');
  });

  it('keeps its amount, which only its bidder can change', async () => {
    const ownerId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId);
    const userId = await addMember(portal.db);
    const id = await bid(projectId, userId);
    const change = (actor: Actor) =>
      portal.db.write(
        actor,
        ({ sql }) => sql`update project_applications set amount_cents = 1 where id = ${id}`,
      );
    await expect(change(member(ownerId))).rejects.toThrow(
      'Only the bidder can change a bid’s amount and message.',
    );
    expect((await change(member(await addMember(portal.db)))).count).toBe(0);
    expect((await change(member(userId))).count).toBe(1);
    await expect(
      portal.db.write(
        member(userId),
        ({ sql }) => sql`update project_applications set status = 'DECLINED' where id = ${id}`,
      ),
    ).rejects.toThrow('You may not do this.');
  });
});

describe('a project', () => {
  it('changes its status only in the allowed order', async () => {
    const projectId = await addProject(portal.db, await addMember(portal.db), { status: 'DRAFT' });
    const move = (status: ProjectStatus) =>
      portal.db.write(system, (tx) => changeProjectStatus(tx, { projectId, status }));
    await expect(move('CLOSED')).rejects.toThrow('The status can’t change from draft to closed.');
    await move('BIDDING_OPEN');
    await move('CLOSED');
    await expect(move('AWARDED')).rejects.toThrow('To award this project, choose a bid.');
    await expect(move('DRAFT')).rejects.toThrow('The status can’t change from closed to draft.');
  });

  it('needs known skills, a valid budget, and a deadline for bids', async () => {
    const ownerId = await addMember(portal.db);
    await expect(addProject(portal.db, ownerId, { skillsRequired: ['C-10', 'juggling'] })).rejects.toThrow(
      'Unknown skill: juggling.',
    );
    await expect(addProject(portal.db, ownerId, { budgetMinCents: 2, budgetMaxCents: 1 })).rejects.toThrow(
      'The minimum budget is higher than the maximum.',
    );
    await expect(addProject(portal.db, ownerId, { deadlineAt: null })).rejects.toThrow(
      'A project needs a deadline before bidding can open.',
    );
  });
});
