import { browseProjectsInput } from '@namc/inputs/projects';
import { describe, expect, it } from 'vitest';
import { acknowledgeAddendum, sendAddendum } from '../addenda/commands.ts';
import { listAddenda } from '../addenda/queries.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { Refused } from '../engine/errors.ts';
import { addMember } from '../members/factory.ts';
import { cancelProject, closeBidding } from '../projects/commands.ts';
import { listFits } from '../projects/queries/fits.ts';
import { browseProjects, getProject } from '../projects/queries/list.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { withdrawBid } from './commands/decide.ts';
import { bidding, clock, hour, latest, member, origin, staff } from './exceptions.fixture.ts';
import { openBids } from './factory.ts';
import { compareBids } from './queries/compare.ts';
import { listFirmsToExcept } from './queries/exceptions.ts';
import { listOwnInterests } from './queries/interest.ts';
import { listBiddingActs } from './queries/log.ts';
import { listOwnBids } from './queries/own.ts';

const portal = testDatabase();
const visitor: Actor = { kind: 'visitor' };

describe('an exception for one bidder', () => {
  it('the project and the lists say until when a firm with more time may bid, to that firm alone', async () => {
    const { poster, projectId, late, other, grant, passDeadline, passExceptions } = await bidding(portal);
    const ownEnds = async (as: Actor) => {
      const { ownBidsUntil } = await portal.db.read(as, (tx) => getProject(tx, { projectId }), latest);
      const search = browseProjectsInput.parse({ state: 'over', limit: 100 });
      const { rows } = await portal.db.read(as, (tx) => browseProjects(tx, search), latest);
      const [fit] = await portal.db.read(as, (tx) => listFits(tx, { projectId }), latest);
      return [ownBidsUntil, rows.find(({ id }) => id === projectId)?.ownBidsUntil, fit?.exceptionUntil];
    };
    await grant(poster);
    await passDeadline();
    const [until] = await ownEnds(late.as);
    expect(until).toBeInstanceOf(Date);
    expect(await ownEnds(late.as)).toEqual([until, until, until]);
    expect(await ownEnds(other.as)).toEqual([null, null, null]);
    expect((await ownEnds(poster)).slice(0, 2)).toEqual([null, null]);
    expect((await ownEnds(visitor)).slice(0, 2)).toEqual([null, null]);
    await passExceptions();
    expect(await ownEnds(late.as)).toEqual([null, null, null]);
  });

  it('lets one firm submit, revise and withdraw after the deadline, and no other firm', async () => {
    const { poster, projectId, late, other, grant, passDeadline, passExceptions, opened } =
      await bidding(portal);
    await portal.db.write(poster, (tx) =>
      sendAddendum(tx, { projectId, title: 'Blue doors', content: 'All of them.', fileIds: [] }),
    );
    await grant(poster);
    await passDeadline();
    const addenda = await portal.db.read(late.as, (tx) => listAddenda(tx, { projectId }), latest);
    const acknowledge = (as: Actor) =>
      portal.db.write(as, (tx) => acknowledgeAddendum(tx, { addendumId: addenda[0]!.id }));
    await expect(acknowledge(other.as)).rejects.toThrow('The bidding deadline has passed.');
    await acknowledge(late.as);
    await expect(other.submit()).rejects.toThrow('The bidding deadline has passed.');
    await expect(other.save({ amount: '5' })).rejects.toThrow('The bidding deadline has passed.');
    const first = await late.submit();
    expect(first).toMatchObject({ outcome: 'SUBMITTED' });
    await late.save({ amount: '900' });
    const second = await late.submit();
    await portal.db.write(late.as, (tx) =>
      withdrawBid(tx, { bidId: 'bidId' in second ? second.bidId : '', reason: undefined, portal: origin }),
    );
    await late.save({ amount: '950' });
    await late.submit();
    await openBids(portal.db);
    expect(await opened()).toBeNull();
    await passExceptions();
    await expect(late.save({ amount: '1' })).rejects.toThrow('The bidding deadline has passed.');
    await expect(late.submit(9)).rejects.toThrow('The bidding deadline has passed.');
    await openBids(portal.db);
    expect(await opened()).toBeInstanceOf(Date);
    const compared = await portal.db.read(poster, (tx) => compareBids(tx, { projectId }), latest);
    expect(compared.bids.filter(({ status }) => status !== 'WITHDRAWN')).toMatchObject([
      { firm: 'Late Builders', amountCents: 95_000 },
    ]);
  });

  it('says who has it to the firm and to who granted it, and to everybody concerned after the opening', async () => {
    const { poster, projectId, manager, late, other, grant, exceptions, passDeadline, passExceptions } =
      await bidding(portal);
    await other.submit();
    await portal.owner`delete from notifications`;
    await grant(manager);
    const stranger = member(await addMember(portal.db));
    const sealed = { firm: null, reason: null, grantor: null, isOwn: false };
    const known = { firm: 'Late Builders', reason: 'The portal was down', grantor: 'Mo Manager' };
    expect(await exceptions(stranger)).toEqual([]);
    expect(await exceptions(poster)).toMatchObject([sealed]);
    expect(await exceptions(other.as)).toMatchObject([sealed]);
    expect(await exceptions(late.as)).toMatchObject([{ ...known, isOwn: true }]);
    expect(await exceptions(manager)).toMatchObject([known]);
    const told = await portal.owner<{ userId: string; kind: string; title: string }[]>`
      select user_id as "userId", kind, title from notifications where kind like 'bid-exception%' order by kind`;
    expect(told).toMatchObject([
      { userId: late.userId, kind: 'bid-exception' },
      { userId: other.userId, kind: 'bid-exception-granted' },
    ]);
    expect(told[1]?.title).not.toContain('Late');
    const [{ mails } = { mails: 0 }] = await portal.owner<{ mails: number }[]>`
      select count(*)::int as mails from mails where template = 'bid-exception' and user_id = ${late.userId}`;
    expect(mails).toBe(1);
    const [act] =
      await portal.owner`select action, reason from admin_actions where action = 'bids.except' order by created_at desc`;
    expect(act).toMatchObject({ reason: null });
    // The firm’s own pages have its own end, and those of the others the deadline.
    await passDeadline();
    const times = (as: Actor) => portal.db.read(as, (tx) => listOwnInterests(tx, { projectId }), latest);
    expect(await times(late.as)).toMatchObject([{ exceptionUntil: expect.any(Date) }]);
    expect(await times(other.as)).toMatchObject([{ exceptionUntil: null, secondsLeft: null }]);
    expect(await portal.db.read(late.as, listOwnBids, latest)).toMatchObject([{ stage: 'BIDDING_OPEN' }]);
    expect(await portal.db.read(other.as, listOwnBids, latest)).toMatchObject([{ stage: 'CLOSED' }]);
    expect(await portal.db.read(poster, (tx) => compareBids(tx, { projectId }), latest)).toMatchObject({
      isDue: false,
      areOpen: false,
      count: 1,
    });
    await passExceptions();
    await openBids(portal.db);
    expect(await exceptions(poster)).toMatchObject([known]);
    expect(await exceptions(other.as)).toMatchObject([sealed]);
    const log = await portal.db.read(poster, (tx) => listBiddingActs(tx, { projectId }), latest);
    expect(log.find(({ act: each }) => each === 'EXCEPTION')).toMatchObject({
      firm: 'Late Builders',
      person: 'Mo Manager',
      words: expect.stringContaining('The portal was down'),
    });
  });

  it('is for a later time within three days, before the opening, and for a firm of others', async () => {
    const { poster, projectId, posterId, manager, late, grant, passDeadline, opened } = await bidding(portal);
    const refusal = (words: string) => expect.objectContaining({ message: expect.stringContaining(words) });
    await expect(grant(poster, { until: clock(20 * hour) })).rejects.toEqual(refusal('may submit until'));
    await expect(grant(poster, { until: clock(-hour) })).rejects.toEqual(refusal('hasn’t passed'));
    await expect(grant(poster, { until: clock(24 * hour + 73 * hour) })).rejects.toEqual(
      refusal('three days'),
    );
    await grant(poster);
    await expect(grant(poster)).rejects.toEqual(refusal('may submit until'));
    const own = await addSampleCompany(portal.db, posterId, 'Poster Builders');
    await portal.owner`update companies set directory_audience = 'PUBLIC' where id = ${own}`;
    await expect(grant(manager, { companyId: own })).rejects.toEqual(refusal('own firm'));
    // The poster finds firms of the directory alone, and a hidden one is as an unknown one.
    const hidden = await addSampleCompany(portal.db, await addMember(portal.db), 'Hidden Builders');
    await portal.owner`update companies set directory_audience = 'NOBODY' where id = ${hidden}`;
    const find = (as: Actor, q: string) =>
      portal.db.read(as, (tx) => listFirmsToExcept(tx, { projectId, q }), latest);
    expect(await find(poster, 'late bui')).toContainEqual(expect.objectContaining({ id: late.companyId }));
    expect(await find(poster, 'hidden bui')).toEqual([]);
    expect(await find(manager, 'hidden bui')).toMatchObject([{ id: hidden }]);
    expect(await find(late.as, 'late bui')).toEqual([]);
    await expect(grant(poster, { companyId: hidden })).rejects.toMatchObject({ code: 'not_found' });
    for (const as of [late.as, staff(await addMember(portal.db, { roles: ['auditor'] }))])
      await expect(grant(as)).rejects.toMatchObject({ code: 'not_found' });
    // While it lasts nobody ends the bidding early, and the poster may still cancel.
    await expect(portal.db.write(poster, (tx) => closeBidding(tx, { projectId }))).rejects.toEqual(
      refusal('stays open until then'),
    );
    const over = await bidding(portal);
    await over.passDeadline();
    await openBids(portal.db);
    expect(await over.opened()).toBeInstanceOf(Date);
    await expect(over.grant(over.poster, { until: clock(2 * hour) })).rejects.toEqual(
      refusal('The bids are open'),
    );
    await passDeadline();
    await portal.db.write(poster, (tx) => cancelProject(tx, { projectId, reason: 'No money' }));
    await expect(late.submit()).rejects.toThrow('This project isn’t open for bids.');
    expect(await opened()).toBeNull();
  });

  it('comes before the opening or is refused, when both come at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { poster, late, other, grant, passDeadline, opened } = await bidding(portal);
      await other.submit();
      await passDeadline();
      const [granted] = await Promise.allSettled([
        grant(poster, { until: clock(2 * hour) }),
        openBids(portal.db),
      ]);
      if (granted.status === 'fulfilled') {
        await openBids(portal.db);
        expect(await opened()).toBeNull();
        expect(await late.submit()).toMatchObject({ outcome: 'SUBMITTED' });
      } else {
        expect(granted.reason).toBeInstanceOf(Refused);
        expect(await opened()).toBeInstanceOf(Date);
        await expect(late.submit()).rejects.toBeInstanceOf(Refused);
      }
    }
  });

  it('is written by nobody past its function', async () => {
    const { poster, projectId, manager, late, other, grant, passDeadline } = await bidding(portal);
    await grant(poster);
    const row = (firm: string) => `insert into bid_exceptions (project_id, company_id, until, reason)
      values ('${projectId}', '${firm}', now() + interval '1 hour', 'Mine')`;
    for (const as of [poster, manager, late.as, other.as]) {
      for (const statement of [
        row(other.companyId),
        `update bid_exceptions set company_id = '${other.companyId}' where project_id = '${projectId}'`,
        `delete from bid_exceptions where project_id = '${projectId}'`,
        `update projects set exceptions_until = null where id = '${projectId}'`,
      ])
        await expect(portal.db.write(as, ({ sql }) => sql.unsafe(statement))).rejects.toThrow();
    }
    // Another firm does not bid in the name of the one with the exception.
    await passDeadline();
    await expect(
      portal.db.write(
        other.as,
        ({ sql }) => sql`
          insert into project_applications (project_id, applicant_id, company_id)
          values (${projectId}, ${other.userId}, ${late.companyId})`,
      ),
    ).rejects.toThrow();
  });
});
