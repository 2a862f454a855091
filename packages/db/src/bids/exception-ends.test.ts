import { describe, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { extendBidding } from '../projects/commands.ts';
import { getProject } from '../projects/queries/list.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { bidding, clock, hour, latest } from './exceptions.fixture.ts';
import { openBids } from './factory.ts';
import { compareBids } from './queries/compare.ts';
import { listBidExceptions } from './queries/exceptions.ts';
import { listOwnInterests } from './queries/interest.ts';
import { listBiddingActs } from './queries/log.ts';

const portal = testDatabase();

describe('the end of an exception', () => {
  it('gives way to a deadline that moves past it', async () => {
    const { poster, projectId, late, grant, passDeadline, passExceptions } = await bidding(portal);
    const idleId = await addMember(portal.db);
    const idle = await addSampleCompany(portal.db, idleId, 'Idle Builders');
    await portal.owner`update companies set directory_audience = 'PUBLIC' where id = ${idle}`;
    await grant(poster, { companyId: idle });
    await grant(poster);
    await portal.db.write(poster, (tx) => extendBidding(tx, { projectId, deadline: clock(50 * hour) }));
    expect(await portal.db.read(late.as, (tx) => listOwnInterests(tx, { projectId }), latest)).toMatchObject([
      { exceptionUntil: null },
    ]);
    // Nobody reads of an end before the deadline, and the firm hears of the new one, without a draft too.
    const project = await portal.db.read(poster, (tx) => getProject(tx, { projectId }), latest);
    for (const as of [poster, late.as]) {
      const [exception] = await portal.db.read(as, (tx) => listBidExceptions(tx, { projectId }), latest);
      expect(exception?.until).toEqual(project.deadlineAt);
      expect(exception?.grantedUntil.getTime()).toBeLessThan(project.deadlineAt?.getTime() ?? 0);
    }
    expect(await portal.db.read(poster, (tx) => compareBids(tx, { projectId }), latest)).toMatchObject({
      sealedUntil: project.deadlineAt,
    });
    const told = await portal.owner<{ reason: string; words: string }[]>`
      select reason, words from project_notices
      where project_id = ${projectId} and user_id in (${late.userId}, ${idleId}) and kind = 'bidding-extended' order by reason`;
    const words = expect.stringContaining('It is the same for every firm again.');
    expect([...told]).toEqual([
      { reason: 'DRAFTS', words },
      { reason: 'EXCEPTED', words },
    ]);
    await passExceptions();
    await passDeadline();
    await openBids(portal.db);
    const log = await portal.db.read(poster, (tx) => listBiddingActs(tx, { projectId }), latest);
    expect(log.find(({ act: each }) => each === 'EXCEPTION')?.words).toContain(
      'The deadline for every firm moved to',
    );
  });

  it('of two for one firm the later end counts, and a later deadline over both', async () => {
    const { poster, projectId, manager, late, grant, exceptions } = await bidding(portal);
    await grant(poster);
    await grant(manager, { until: clock(30 * hour) });
    const shown = async (as: Actor) =>
      (await exceptions(as)).map(({ until, grantedUntil, overtakenBy }) => [
        until.getTime() - grantedUntil.getTime(),
        overtakenBy,
      ]);
    for (const as of [manager, late.as])
      expect(await shown(as)).toEqual([
        [4 * hour, 'EXCEPTION'],
        [0, 'NOTHING'],
      ]);
    // The poster doesn’t know before the opening that both are for one firm.
    expect(await shown(poster)).toEqual([
      [0, 'NOTHING'],
      [0, 'NOTHING'],
    ]);
    const extend = (ms: number) =>
      portal.db.write(poster, (tx) => extendBidding(tx, { projectId, deadline: clock(ms) }));
    await extend(28 * hour);
    expect((await shown(late.as)).map(([, by]) => by)).toEqual(['EXCEPTION', 'NOTHING']);
    await extend(40 * hour);
    for (const as of [manager, late.as, poster])
      expect((await shown(as)).map(([, by]) => by)).toEqual(['DEADLINE', 'DEADLINE']);
  });

  it('the log says which of two for one firm counted', async () => {
    const { poster, projectId, manager, grant } = await bidding(portal);
    await grant(poster);
    await grant(manager, { until: clock(30 * hour) });
    await portal.owner.unsafe(`
      alter table projects disable trigger user;
      alter table bid_exceptions disable trigger user;
      update bid_exceptions set granted_at = granted_at - interval '40 hours', until = until - interval '40 hours' where project_id = '${projectId}';
      update projects set deadline_at = deadline_at - interval '40 hours', exceptions_until = exceptions_until - interval '40 hours' where id = '${projectId}';
      alter table bid_exceptions enable trigger user;
      alter table projects enable trigger user`);
    await openBids(portal.db);
    const log = await portal.db.read(poster, (tx) => listBiddingActs(tx, { projectId }), latest);
    const [first, second] = log.filter(({ act }) => act === 'EXCEPTION').map(({ words }) => words ?? '');
    const end = second?.replace(/^Until (.*): The portal was down$/, '$1');
    expect(first).toContain(` (Another exception counted, until ${end}.)`);
    const shown = await portal.db.read(poster, (tx) => listBidExceptions(tx, { projectId }), latest);
    expect(shown.map(({ overtakenBy }) => overtakenBy)).toEqual(['EXCEPTION', 'NOTHING']);
    expect(shown[0]?.until).toEqual(shown[1]?.until);
  });
});
