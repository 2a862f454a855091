import type { BidStatus } from '@namc/inputs/bids';
import type { ProjectStatus } from '@namc/inputs/projects';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { changeProjectStatus, extendBidding } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { getProject } from '../projects/queries/list.ts';
import { projects } from '../projects/tables.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { awardProject, withdrawBid } from './commands/decide.ts';
import { addBid, bidByHand, openBids } from './factory.ts';
import { listBids, listBidsOf } from './queries/list.ts';
import { bids } from './tables.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const bid = (projectId: string, userId: string) =>
  portal.db.write(member(userId), (tx) => bidByHand(tx, { projectId }));
const close = (projectId: string) =>
  portal.db.write(system, (tx) => changeProjectStatus(tx, { projectId, status: 'CLOSED' }));

const setStatus = (actor: Actor, bidId: string, status: string) =>
  portal.db.write(actor, ({ orm }) =>
    orm
      .update(bids)
      .set({ status: status as BidStatus, ...(status === 'WITHDRAWN' && { withdrawReason: 'A mistake' }) })
      .where(eq(bids.id, bidId)),
  );
const anHourAgo = () => new Date(Date.now() - 3_600_000);
const earlier = { submittedAt: new Date(Date.now() - 7_200_000) };

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
    await portal.db.write(member(userId), (tx) =>
      withdrawBid(tx, { bidId: own?.id ?? '', reason: undefined, portal: 'https://portal.example.org' }),
    );
    await expect(bid(projectId, userId)).resolves.toBeTypeOf('string');
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

  it('is accepted, or the project closes: one waits for the other', async () => {
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
    expect(taken).toBe(results[3]?.status === 'fulfilled' ? 0 : 6);
  });

  it('is awarded once: of ten awards at once one succeeds, nobody waits for a deadlock, and each loser is told the reason', async () => {
    const ownerId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId, { deadlineAt: anHourAgo() });
    const people = await Promise.all(Array.from({ length: 10 }, () => addMember(portal.db)));
    const ids = await Promise.all(people.map((userId) => addBid(portal.db, projectId, userId, earlier)));
    const award = (bidId: string) =>
      portal.db.write(member(ownerId), (tx) =>
        awardProject(tx, { bidId, reason: 'Lowest price', portal: 'https://portal.example.org' }),
      );
    await expect(setStatus(member(ownerId), ids[0]!, 'AWARDED')).rejects.toThrow('aren’t open yet');
    await openBids(portal.db);
    await expect(setStatus(member(ownerId), ids[0]!, 'AWARDED')).rejects.toThrow(
      'Close bidding before you award',
    );
    const decided = await Promise.allSettled(ids.map(award));
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = decided.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(new Set(refusals)).toEqual(new Set(['Refused: This project is already awarded to another bid.']));
    const found = await portal.db.read(system, (tx) => listBids(tx, { projectId }));
    expect(found.map(({ status }) => status).sort()).toEqual(['AWARDED', ...Array(9).fill('DECLINED')]);
    expect((await portal.db.read(system, (tx) => getProject(tx, { projectId }))).status).toBe('AWARDED');
  });

  it('is decided by nobody before the deadline, whoever asks and with whatever SQL', async () => {
    const ownerId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId);
    const bidId = await bid(projectId, await addMember(portal.db));
    const staff = await addMember(portal.db, { roles: ['administrator'] });
    for (const actor of [member(ownerId), { kind: 'staff', userId: staff } as const, system]) {
      for (const status of ['SHORTLISTED', 'DECLINED', 'AWARDED']) {
        await expect(setStatus(actor, bidId, status)).rejects.toThrow('Bids are sealed until the deadline.');
      }
    }
    const [untouched] = await portal.db.read(system, (tx) => listBids(tx, { projectId }));
    expect(untouched?.status).toBe('SUBMITTED');
  });

  it('is moved by its bidder to withdrawn alone', async () => {
    const ownerId = await addMember(portal.db);
    const userId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId, { deadlineAt: anHourAgo() });
    const bidId = await addBid(portal.db, projectId, userId, earlier);
    await openBids(portal.db);
    const refuses = async (statuses: string[]) => {
      for (const status of statuses) {
        await expect(setStatus(member(userId), bidId, status)).rejects.toThrow('You may not do this.');
      }
    };
    await refuses(['SHORTLISTED', 'DECLINED']);
    expect((await setStatus(member(ownerId), bidId, 'SHORTLISTED')).count).toBe(1);
    await refuses(['SUBMITTED', 'SHORTLISTED', 'DECLINED']);
    await expect(setStatus(member(ownerId), bidId, 'WITHDRAWN')).rejects.toThrow('You may not do this.');
    expect((await setStatus(member(userId), bidId, 'WITHDRAWN')).count).toBe(1);
  });

  it('is added by its bidder alone: staff neither bid for others nor choose a status or an instant', async () => {
    const projectId = await addProject(portal.db, await addMember(portal.db));
    const userId = await addMember(portal.db);
    const staff = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['administrator'] }),
    } as const;
    for (const actor of [staff, { kind: 'member', userId } as const]) {
      for (const [columns, values] of [
        ['applicant_id', `'${await addMember(portal.db)}'`],
        ['applicant_id, status', `'${actor.userId}', 'AWARDED'`],
        ['applicant_id, submitted_at', `'${actor.userId}', now() - interval '90 days'`],
        ['applicant_id, decided_by', `'${actor.userId}', '${actor.userId}'`],
      ]) {
        await expect(
          portal.db.write(actor, ({ sql }) =>
            sql.unsafe(
              `insert into project_applications (project_id, ${columns}) values ('${projectId}', ${values})`,
            ),
          ),
        ).rejects.toThrow('You may not do this.');
      }
    }
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

  describe('that has bids', () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    const change = (actor: Actor, projectId: string, values: Partial<typeof projects.$inferInsert>) =>
      portal.db.write(actor, ({ orm }) => orm.update(projects).set(values).where(eq(projects.id, projectId)));
    const askers = async (ownerId: string): Promise<Actor[]> => [
      member(ownerId),
      { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) },
      system,
    ];
    const withBid = async (deadlineAt: Date) => {
      const ownerId = await addMember(portal.db);
      const bidderId = await addMember(portal.db);
      const projectId = await addProject(portal.db, ownerId, { title: 'New pier', deadlineAt });
      await addBid(portal.db, projectId, bidderId, earlier);
      return { ownerId, bidderId, projectId };
    };

    it('keeps its deadline, its owner and the bidding as the bidders found them', async () => {
      const { ownerId, projectId } = await withBid(minutes(60));
      const before = await portal.db.read(system, (tx) => getProject(tx, { projectId }));
      for (const actor of await askers(ownerId)) {
        await expect(change(actor, projectId, { deadlineAt: minutes(59) })).rejects.toThrow(
          'can only be extended',
        );
        await expect(change(actor, projectId, { deadlineAt: minutes(-1) })).rejects.toThrow(
          'can only be extended',
        );
        await expect(change(actor, projectId, { status: 'CLOSED' })).rejects.toThrow(
          'closes at its deadline',
        );
        await expect(change(actor, projectId, { status: 'CLOSED', deadlineAt: minutes(-1) })).rejects.toThrow(
          'closes at its deadline',
        );
        await expect(change(actor, projectId, { openedAt: minutes(-1) })).rejects.toThrow(
          /Bids open when the deadline passes|You may not/,
        );
        await expect(change(actor, projectId, { ownerId: await addMember(portal.db) })).rejects.toThrow(
          /keeps its owner|You may not/,
        );
      }
      expect(await portal.db.read(system, (tx) => getProject(tx, { projectId }))).toEqual({
        ...before,
        secondsLeft: expect.any(Number),
      });
    });

    it('does not reopen and gets no new deadline once the deadline has passed', async () => {
      const { ownerId, projectId } = await withBid(minutes(-1));
      for (const actor of await askers(ownerId)) {
        await expect(change(actor, projectId, { deadlineAt: minutes(60) })).rejects.toThrow(
          'deadline has passed',
        );
      }
      await close(projectId);
      for (const actor of await askers(ownerId)) {
        await expect(change(actor, projectId, { deadlineAt: minutes(60) })).rejects.toThrow(
          'deadline has passed',
        );
        await expect(
          change(actor, projectId, { status: 'BIDDING_OPEN', deadlineAt: minutes(60) }),
        ).rejects.toThrow('can’t reopen');
      }
    });

    it('is extended for everybody, with a notice to each bidder in the same transaction', async () => {
      const { ownerId, bidderId, projectId } = await withBid(minutes(60));
      const withdrawn = await addMember(portal.db);
      const bidId = await addBid(portal.db, projectId, withdrawn, earlier);
      await portal.db.write(member(withdrawn), (tx) =>
        withdrawBid(tx, { bidId, reason: undefined, portal: 'https://portal.example.org' }),
      );
      await portal.db.write(member(ownerId), (tx) =>
        extendBidding(tx, { projectId, deadline: '2100-07-01T12:00' }),
      );
      const told = await portal.db.read(
        system,
        ({ sql }) => sql`
          select user_id, kind, title from notifications where user_id = any(${[ownerId, bidderId, withdrawn]})`,
      );
      expect([...told]).toEqual([
        {
          user_id: bidderId,
          kind: 'bidding-extended',
          title: 'The bidding deadline of “New pier” is now July 1, 2100 at 12:00 PM Pacific time.',
        },
      ]);
    });

    it('is not extended in its last minute, so that nobody has read an offer when bidding goes on', async () => {
      const { ownerId, projectId } = await withBid(new Date(Date.now() + 30_000));
      for (const actor of await askers(ownerId)) {
        await expect(change(actor, projectId, { deadlineAt: minutes(60) })).rejects.toThrow('last minute');
      }
    });

    it('counts a bid that is sent while the deadline is moved: the bid comes first and the move is refused, or it meets the moved deadline', async () => {
      for (let round = 0; round < 10; round += 1) {
        const ownerId = await addMember(portal.db);
        const projectId = await addProject(portal.db, ownerId, { deadlineAt: minutes(60) });
        const bidder = await addMember(portal.db);
        const [sent, moved] = await Promise.allSettled([
          bid(projectId, bidder),
          change(member(ownerId), projectId, { deadlineAt: minutes(-1) }),
        ]);
        expect([sent.status, moved.status].sort()).toEqual(['fulfilled', 'rejected']);
      }
    });
  });
});
