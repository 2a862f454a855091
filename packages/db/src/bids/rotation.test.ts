import { expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { type BidKeyRing, readBidKeyRing } from '../engine/secrets/bid-keys.ts';
import { type KeyRing, makeKey, readKeyRing } from '../engine/secrets/key-ring.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile, openFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { rotateBidKeys, rotateKeys } from '../tools/cli/rotate-keys.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testBidKeys, testKeys } from '../tools/testing/test-keys.ts';
import { addBidFile } from './commands/drafts.ts';
import { openDueBids } from './commands/open.ts';
import { draftOf } from './factory.ts';
import { compareBids } from './queries/compare.ts';
import { getOwnBid } from './queries/own.ts';

const portal = testDatabase();

it('both rings are rotated: the firm reads its copy and its files, and the bids and their files open, with the new keys alone', async () => {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId);
  const userId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, userId, 'Rotating Builders');
  const draft = await draftOf(portal.db, userId, { projectId, companyId });
  await draft.save({ amount: '1000' });
  const fileId = await uploadSample(portal.db, draft.as, {
    kind: 'BID_FILE',
    text: 'bond',
    contentType: 'application/pdf',
  });
  await portal.db.write(draft.as, (tx) => addBidFile(tx, { draftId: draft.draftId, fileId }));
  const answer = await draft.submit();
  const bidId = 'bidId' in answer ? answer.bidId : '';
  const newer = readKeyRing(makeKey());
  const both: KeyRing = { current: newer.current, all: [...newer.all, ...testKeys.all] };
  // The draft, the copy, the public key of the project, the names of the draft's file and the bid's, and the secret of both.
  expect(await rotateKeys({ db: portal.db, ring: both })).toEqual({ rotated: 6, unreadable: [] });
  expect(await rotateKeys({ db: portal.db, ring: both })).toEqual({ rotated: 0, unreadable: [] });
  expect(await portal.db.read(draft.as, (tx) => getOwnBid(tx, newer, { bidId }))).toMatchObject({
    amountCents: 100_000,
    files: [{ fileName: 'bond.png' }],
  });
  const open = async (actor: Actor, id: string, ring: KeyRing) =>
    openFile(ring, await portal.db.read(actor, (tx) => getFile(tx, { fileId: id }), { freshness: 'latest' }));
  const own = await open(draft.as, fileId, newer);
  expect(own).toEqual({ name: 'bond.png', key: expect.any(Buffer) });
  const newerBids = readBidKeyRing(makeKey());
  const bothBids: BidKeyRing = { current: newerBids.current, all: [...newerBids.all, ...testBidKeys.all] };
  // Without the old key nothing is lost.
  expect(await rotateBidKeys({ db: portal.db, ring: newerBids })).toEqual({
    rotated: 0,
    unreadable: [projectId],
  });
  expect(await rotateBidKeys({ db: portal.db, ring: bothBids })).toEqual({ rotated: 1, unreadable: [] });
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
  expect(await openDueBids(portal.db, { keys: newer, ring: newerBids })).toEqual({
    projects: 1,
    problems: [],
  });
  // The draft, the copy, the public key, the name of the draft's file, its secret, and the key that the opening wrote.
  const newest = readKeyRing(makeKey());
  const all: KeyRing = { current: newest.current, all: [...newest.all, ...newer.all] };
  expect(await rotateKeys({ db: portal.db, ring: all })).toEqual({ rotated: 6, unreadable: [] });
  const { bids } = await portal.db.read(
    { kind: 'member', userId: posterId },
    (tx) => compareBids(tx, { projectId }),
    {
      freshness: 'latest',
    },
  );
  expect(bids).toMatchObject([
    { amountCents: 100_000, problem: null, files: [{ fileName: 'bond.png', bytes: 4 }] },
  ]);
  const shown = await open({ kind: 'member', userId: posterId }, bids[0]?.files[0]?.id ?? '', newest);
  expect(shown).toEqual(own);
});
