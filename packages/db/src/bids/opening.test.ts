import { beforeAll, describe, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import { systemActor } from '../engine/actors.ts';
import { type Client, connect } from '../engine/connection.ts';
import { readBidKeyRing } from '../engine/secrets/bid-keys.ts';
import { makeKey } from '../engine/secrets/key-ring.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile, openFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testBidKeys, testKeys, testOpening, testSealing } from '../tools/testing/test-keys.ts';
import { withdrawBid } from './commands/decide.ts';
import { addBidFile } from './commands/drafts.ts';
import { askOpening, type FailedOpenings, openDueBids, openProject } from './commands/open.ts';
import { sealReadableOffers } from './commands/seal.ts';
import { sealOffer } from './commands/sealing.ts';
import { addBid, draftOf } from './factory.ts';
import { compareBids } from './queries/compare.ts';
import { getOwnBid } from './queries/own.ts';

const portal = testDatabase();
const opener = systemActor('opening');
let superuser: Client;
beforeAll(() => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  return () => superuser.end();
});

/** A project with a sealed bid for each of the prices. */
async function bidding(prices: string[]) {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const bids = [];
  for (const amount of prices) {
    const userId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, `Firm of ${amount}`);
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    await draft.save({ amount, message: `For ${amount}` });
    const answer = await draft.submit();
    bids.push({ draft, bidId: 'bidId' in answer ? answer.bidId : '' });
  }
  const compare = () =>
    portal.db.read({ kind: 'member', userId: posterId }, (tx) => compareBids(tx, { projectId }), {
      freshness: 'latest',
    });
  const opening = async () =>
    (await superuser`select opened_at is not null as open from projects where id = ${projectId}`)[0]?.open;
  return { posterId, projectId, bids, compare, opening };
}
const passDeadline = (projectId: string) =>
  superuser.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
const problemsOf = async (...given: Parameters<typeof openDueBids>) =>
  (await openDueBids(...given)).problems.map(({ problem }) => String(problem));

describe('the opening', () => {
  it('comes after the deadline by the clock of the database, once, and tells the poster', async () => {
    const { posterId, projectId, compare, opening } = await bidding(['1000', '2000']);
    await openDueBids(portal.db, testOpening);
    expect(await portal.db.write(opener, (tx) => openProject(tx, testOpening, { projectId }))).toBe(
      undefined,
    );
    expect(await opening()).toBe(false);
    await passDeadline(projectId);
    expect(await compare()).toMatchObject({ areOpen: false, isDue: true, bids: [] });
    await Promise.all(Array.from({ length: 4 }, () => openDueBids(portal.db, testOpening)));
    const { bids, ...after } = await compare();
    expect(after).toMatchObject({ areOpen: true, isDue: false, opener: null });
    expect(bids.map(({ amountCents, message }) => [amountCents, message])).toEqual([
      [100_000, 'For 1000'],
      [200_000, 'For 2000'],
    ]);
    expect(
      await superuser`select title from notifications where user_id = ${posterId} and kind = 'bids-opened'`,
    ).toEqual([{ title: 'The bids on “New pier” are open: 2.' }]);
    const trail = await superuser`
      select 1 from audit_log where table_name = 'projects' and row_id = ${projectId} and changes ? 'opened_at' and operation = 'UPDATE'`;
    expect(trail).toHaveLength(1);
  });

  it('opens a project without bids, too', async () => {
    const { projectId, compare } = await bidding([]);
    await passDeadline(projectId);
    await openDueBids(portal.db, undefined);
    expect(await compare()).toMatchObject({ areOpen: true, count: 0, bids: [] });
  });

  it('waits for the keys: without them, or with others, nothing opens, and the next try with them does', async () => {
    const { projectId, compare, opening } = await bidding(['1000']);
    await passDeadline(projectId);
    expect(await problemsOf(portal.db, undefined)).toEqual([
      expect.stringContaining('keys of sealed bids are missing'),
    ]);
    const stranger = makeKey();
    expect(await problemsOf(portal.db, { keys: testKeys, ring: readBidKeyRing(stranger) })).toEqual([
      expect.stringContaining(`The key ${testBidKeys.current.id} of sealed bids is missing`),
    ]);
    // Another key under the same id.
    const renamed = readBidKeyRing(stranger.replace(/^[^:]+/, testBidKeys.current.id));
    expect(await problemsOf(portal.db, { keys: testKeys, ring: renamed })).toEqual([
      expect.stringContaining('sealed with another key'),
    ]);
    expect(await opening()).toBe(false);
    expect(await problemsOf(portal.db, testOpening)).toEqual([]);
    expect((await compare()).bids).toMatchObject([{ amountCents: 100_000 }]);
  });

  it('tries a project that failed again in a minute, or when its poster asks, who is named then', async () => {
    const { posterId, projectId, compare, opening } = await bidding(['1000']);
    await passDeadline(projectId);
    const failed: FailedOpenings = new Map();
    expect(await problemsOf(portal.db, undefined, failed)).toHaveLength(1);
    expect(await problemsOf(portal.db, testOpening, failed)).toEqual([]);
    expect(await opening()).toBe(false);
    const ask = (userId: string) =>
      portal.db.write({ kind: 'member', userId }, (tx) => askOpening(tx, { projectId }));
    expect(await ask(await addMember(portal.db))).toBe(false);
    expect(await ask(posterId)).toBe(true);
    await openDueBids(portal.db, testOpening, failed);
    expect(await opening()).toBe(true);
    expect(await compare()).toMatchObject({ opener: expect.stringMatching(/\w/) });
    expect(await ask(posterId)).toBe(false);
  });

  it('flags a bid that was damaged, moved or replaced, and opens the others', async () => {
    const { projectId, bids, compare } = await bidding(['1000', '2000', '3000', '4000']);
    const [good, damaged, moved, replaced] = bids.map(({ bidId }) => bidId);
    const [seal] = await superuser<{ key: Buffer }[]>`
      select encrypted_public_key as key from project_seals where project_id = ${projectId}`;
    const forged = await sealOffer(
      testKeys,
      { projectId, bidId: replaced!, encryptedPublicKey: seal!.key },
      { amountCents: 1, message: '', subcontractors: [], salt: Buffer.alloc(32) },
    );
    await superuser.unsafe(`set session_replication_role = replica`);
    await superuser`
      update bid_contents set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where bid_id = ${damaged!}`;
    await superuser`
      update bid_contents set sealed = (select sealed from bid_contents where bid_id = ${good!}) where bid_id = ${moved!}`;
    await superuser`update bid_contents set sealed = ${forged} where bid_id = ${replaced!}`;
    await superuser.unsafe(`set session_replication_role = origin`);
    await passDeadline(projectId);
    expect(await problemsOf(portal.db, testOpening)).toEqual([]);
    const opened = (await compare()).bids.map(({ id, amountCents, problem }) => ({
      id,
      amountCents,
      problem,
    }));
    expect(opened).toEqual(
      expect.arrayContaining([
        { id: good, amountCents: 100_000, problem: null },
        { id: damaged, amountCents: null, problem: 'DAMAGED' },
        { id: moved, amountCents: null, problem: 'DAMAGED' },
        { id: replaced, amountCents: null, problem: 'CHANGED' },
      ]),
    );
    // The firm still has its own copy.
    const own = await portal.db.read(bids[1]!.draft.as, (tx) => getOwnBid(tx, testKeys, { bidId: damaged! }));
    expect(own).toMatchObject({ amountCents: 200_000 });
  });

  it('leaves a bid closed, and its files with it, where a file is not the one that the bid committed to', async () => {
    const { posterId, projectId, bids, compare } = await bidding(['1000', '2000']);
    const ids: string[] = [];
    for (const { draft } of bids) {
      const fileId = await uploadSample(portal.db, draft.as, {
        kind: 'BID_FILE',
        text: 'bond',
        contentType: 'application/pdf',
      });
      await portal.db.write(draft.as, (tx) => addBidFile(tx, { draftId: draft.draftId, fileId }));
      const answer = await draft.submit();
      ids.push('bidId' in answer ? answer.bidId : '');
    }
    await superuser.unsafe(`set session_replication_role = replica`);
    await superuser`update bid_files set commitment = repeat('0', 64) where bid_id = ${ids[0]!}`;
    await superuser.unsafe(`set session_replication_role = origin`);
    await passDeadline(projectId);
    expect(await problemsOf(portal.db, testOpening)).toEqual([]);
    const opened = (await compare()).bids.filter(({ status }) => status !== 'WITHDRAWN');
    expect(opened).toMatchObject([
      { id: ids[1], amountCents: 200_000, problem: null, files: [{ fileName: 'bond.png' }] },
      { id: ids[0], amountCents: null, problem: 'CHANGED', files: [] },
    ]);
    const [closed] = await superuser<{ id: string }[]>`select id from bid_files where bid_id = ${ids[0]!}`;
    const read = (userId: string) =>
      portal.db.read({ kind: 'member', userId }, (tx) => getFile(tx, { fileId: closed!.id }), {
        freshness: 'latest',
      });
    // The poster knows that there is a file, and has neither its name nor its key. The firm has both.
    const shown = await read(posterId);
    expect(shown).toMatchObject({ name: 'File of a bid', encryptedSecret: null, openedKey: null });
    expect(() => openFile(testKeys, shown)).toThrow('The key of this file is missing.');
    expect(openFile(testKeys, await read(bids[0]!.draft.as.userId))).toMatchObject({ name: 'bond.png' });
  });

  it('leaves nothing half open when the worker dies before its transaction ends', async () => {
    const { projectId, compare, opening } = await bidding(['1000', '2000']);
    await passDeadline(projectId);
    await expect(
      portal.db.write(opener, async (tx) => {
        expect(await openProject(tx, testOpening, { projectId })).toBe(2);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await opening()).toBe(false);
    expect(
      await superuser`
      select 1 from bid_contents c join project_applications b on b.id = c.bid_id
      where b.project_id = ${projectId} and (c.opened_at is not null or c.message is not null)`,
    ).toHaveLength(0);
    await openDueBids(portal.db, testOpening);
    expect((await compare()).bids).toHaveLength(2);
  });

  it('is nobody’s but the worker’s: no member, poster or staff opens, holds or seals', async () => {
    const { posterId, projectId } = await bidding(['1000']);
    await passDeadline(projectId);
    const staff = await addMember(portal.db, { roles: ['administrator'] });
    for (const actor of [
      { kind: 'member', userId: posterId } as const,
      { kind: 'staff', userId: staff } as const,
    ])
      for (const statement of [
        `select * from hold_for_opening('${projectId}')`,
        `select open_bids('${projectId}', '[]')`,
        'select open_unsealed(10)',
        'select * from projects_to_open(10)',
        'select * from offers_to_seal(10)',
        `select stamp_opening(array['${projectId}'::uuid])`,
        'select wrapped_key from project_seals',
        `update projects set opened_at = now() where id = '${projectId}'`,
      ])
        await expect(portal.db.write(actor, ({ sql }) => sql.unsafe(statement))).rejects.toThrow(
          'You may not',
        );
    // Not even the worker leaves one out.
    await expect(
      portal.db.write(opener, ({ sql }) => sql`select open_bids(${projectId}, '[]')`),
    ).rejects.toThrow();
    await openDueBids(portal.db, testOpening);
  });
});

describe('an offer that the system recorded', () => {
  it('is sealed by the worker with the same fingerprint, keeps a copy for the firm, and opens like the others', async () => {
    const { projectId, compare } = await bidding(['1000']);
    const bidderId = await addMember(portal.db);
    const [plain, gone] = [
      await addBid(portal.db, projectId, bidderId, { amountCents: 70_000, message: 'Plainwords' }),
      await addBid(portal.db, projectId, await addMember(portal.db)),
    ];
    const [goner] = await superuser<
      { id: string }[]
    >`select applicant_id as id from project_applications where id = ${gone}`;
    await portal.db.write({ kind: 'member', userId: goner!.id }, (tx) =>
      withdrawBid(tx, { bidId: gone, reason: undefined, portal: 'https://portal.example.org' }),
    );
    const held = (bidId: string) => superuser`
      select amount_cents, message, salt, commitment, list_commitment, sealed is not null as sealed from bid_contents where bid_id = ${bidId}`;
    const [before] = await held(plain);
    expect(await sealReadableOffers(portal.db, testSealing, 1)).toBe(2);
    expect(await sealReadableOffers(portal.db, testSealing)).toBe(0);
    const hidden = { amount_cents: null, message: null, salt: null, sealed: true };
    expect([...(await held(plain))]).toEqual([{ ...before, ...hidden }]);
    expect([...(await held(gone))]).toMatchObject([hidden]);
    expect(
      await portal.db.read({ kind: 'member', userId: bidderId }, (tx) =>
        getOwnBid(tx, testKeys, { bidId: plain }),
      ),
    ).toMatchObject({ amountCents: 70_000, message: 'Plainwords' });
    await passDeadline(projectId);
    await openDueBids(portal.db, testOpening);
    expect((await compare()).bids.map(({ amountCents, problem }) => [amountCents, problem])).toEqual([
      [70_000, null],
      [100_000, null],
      [null, null],
    ]);
  });
});
