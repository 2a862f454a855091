import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile, openFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { withdrawBid } from './commands/decide.ts';
import { addBidFile, beginBid, removeBidFile, type SubmitOutcome } from './commands/drafts.ts';
import { draftOf } from './factory.ts';
import { listBids } from './queries/list.ts';
import { getOwnBid, listOwnBids } from './queries/own.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const seconds = (count: number) => new Date(Date.now() + count * 1000);
const electrician = {
  name: 'Example Electric',
  place: 'Oakland, CA',
  licenseNumber: '123456',
  work: 'Electrical',
  percent: '12.5',
};

async function firm() {
  const ownerId = await addMember(portal.db, { firstName: 'Ana', lastName: 'Reyes' });
  const companyId = await addSampleCompany(portal.db, ownerId, 'Bidding Builders');
  const colleague = await addMember(portal.db, { firstName: 'Ben', lastName: 'Cole' });
  await addColleague(portal.db, { companyId, ownerId }, colleague);
  return { ownerId, companyId, colleague };
}
async function drafting(sample: Parameters<typeof addProject>[2] = {}) {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId, sample);
  const own = await firm();
  const draft = await draftOf(portal.db, own.ownerId, { projectId, companyId: own.companyId });
  return { posterId, projectId, ...own, draft };
}
const addFile = async (draft: Awaited<ReturnType<typeof draftOf>>, text: string) => {
  const fileId = await uploadSample(portal.db, draft.as, {
    kind: 'BID_FILE',
    text,
    contentType: 'application/pdf',
  });
  await portal.db.write(draft.as, (tx) => addBidFile(tx, { draftId: draft.draftId, fileId }));
  return fileId;
};
const own = (userId: string, bidId: string) =>
  portal.db.read(member(userId), (tx) => getOwnBid(tx, testKeys, { bidId }), { freshness: 'latest' });
const idOf = (answer: SubmitOutcome) => ('bidId' in answer ? answer.bidId : answer.outcome);

describe('a draft', () => {
  it('is one a firm: colleagues go on with it, and the second of two who save is told', async () => {
    const { projectId, companyId, colleague, draft } = await drafting();
    const other = await draftOf(portal.db, colleague, { projectId, companyId });
    expect(other.draftId).toBe(draft.draftId);
    expect(await draft.save({ amount: '$1,500.50', subcontractors: [electrician] }, 1)).toMatchObject({
      outcome: 'saved',
      version: 2,
    });
    expect(await other.save({ amount: '9' }, 1)).toEqual({ outcome: 'stale' });
    expect(await other.read()).toMatchObject({
      version: 2,
      editor: 'Ana Reyes',
      isOwnEdit: false,
      offer: { amount: '1500.50', subcontractors: [{ name: 'Example Electric', percent: '12.5' }] },
    });
  });

  it('is nobody else’s: not the poster’s, a stranger’s, staff’s, nor one of a firm whose bills somebody pays', async () => {
    const { posterId, projectId, companyId, ownerId, draft } = await drafting();
    await draft.save({ amount: '918273645', message: 'Plantedwords' });
    const fileId = await addFile(draft, 'planted');
    const payer = await addMember(portal.db);
    await addColleague(portal.db, { companyId, ownerId }, payer, 'BILLING');
    const staff = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['administrator'] }),
    } as const;
    for (const actor of [member(posterId), member(payer), member(await addMember(portal.db)), staff]) {
      expect(
        await portal.db.read(actor, ({ sql }) => sql`select id from bid_drafts`).catch(() => []),
      ).toHaveLength(0);
      await expect(portal.db.read(actor, (tx) => getFile(tx, { fileId }))).rejects.toThrow('file');
      await expect(portal.db.write(actor, (tx) => beginBid(tx, { projectId, companyId }))).rejects.toThrow(
        /may not|You do not bid|your own project|Only active/,
      );
    }
    // The owner of the database, who is bound by no policy, reads ciphertext.
    const [row] = await portal.owner<{ text: string }[]>`
      select concat(d::text, encode(d.encrypted_content, 'escape')) as text from bid_drafts d where id = ${draft.draftId}`;
    expect(row?.text).not.toMatch(/918273645|Planted/);
  });
});

describe('a submitted bid', () => {
  it('says what is lacking: the list of subcontractors as the law wants it, with the DIR number for public works', async () => {
    const { projectId, draft } = await drafting();
    await expect(draft.submit()).rejects.toThrow('Enter a price, a cover note, or add a file');
    expect((await draft.read()).gaps).toEqual([
      'Enter a price, a cover note, or add a file before you submit.',
    ]);
    await draft.save({ amount: '9', subcontractors: [{}, electrician, { name: 'No Place' }] });
    expect((await draft.read()).gaps).toEqual([
      expect.stringMatching(/^Subcontractor 1 needs a name, a place of business, /),
      'Subcontractor 3 needs a place of business, a license number, the portion of the work, an amount or a percentage.',
    ]);
    await draft.save({ amount: '9', subcontractors: [electrician, { name: 'No Place' }] });
    await expect(draft.submit()).rejects.toThrow(
      'Subcontractor 2 needs a place of business, a license number, the portion of the work, an amount or a percentage.',
    );
    await portal.owner`update projects set is_public_works = true where id = ${projectId}`;
    await draft.save({ amount: '9', subcontractors: [electrician] });
    await expect(draft.submit()).rejects.toThrow('Subcontractor 1 needs a DIR registration number.');
    await draft.save({ amount: '9', subcontractors: [{ ...electrician, dirNumber: '1000001' }] });
    expect((await draft.read()).gaps).toEqual([]);
    expect(await draft.submit()).toMatchObject({ outcome: 'SUBMITTED' });
  });

  it('is one, however often and by whomever of the firm it is sent: the others are told who sent it when', async () => {
    const { projectId, companyId, colleague, ownerId, draft } = await drafting();
    await draft.save({ amount: '1000' });
    const other = await draftOf(portal.db, colleague, { projectId, companyId });
    const { revision } = await draft.read();
    const sent = await Promise.all([
      ...Array.from({ length: 4 }, () => draft.submit(revision)),
      ...Array.from({ length: 4 }, () => other.submit(revision)),
    ]);
    expect(sent.map(({ outcome }) => outcome).sort()).toEqual([...Array(7).fill('ALREADY'), 'SUBMITTED']);
    expect(new Set(sent.map(idOf)).size).toBe(1);
    const mails = await portal.owner<{ about: { hashes: string[] }; subject: string }[]>`
      select subject from mails where user_id in (${ownerId}, ${colleague}) and template = 'bid-received'`;
    expect(mails).toHaveLength(1);
    const told = await portal.owner`
      select count(*)::int as n from notifications where user_id in (${ownerId}, ${colleague}) and kind = 'bid-submitted'`;
    expect([...told]).toEqual([{ n: 1 }]);
  });

  it('keeps its files as they were, whatever happens to the draft, the certificate or the price later', async () => {
    const { ownerId, draft, posterId } = await drafting();
    await draft.save({ amount: '1000', message: 'First' });
    const first = await addFile(draft, 'one');
    await addFile(draft, 'two');
    const bidId = idOf(await draft.submit());
    const before = await own(ownerId, bidId);
    expect(before.files.map(({ fileName }) => fileName)).toEqual(['one.png', 'two.png']);
    await portal.db.write(draft.as, (tx) => removeBidFile(tx, { draftId: draft.draftId, fileId: first }));
    await draft.save({ amount: '900', message: 'Second' });
    expect(await own(ownerId, bidId)).toEqual(before);
    const [kept] = before.files;
    const found = await portal.db.read(draft.as, (tx) => getFile(tx, { fileId: kept!.id }));
    expect(openFile(testKeys, found)).toMatchObject({ name: 'one.png', key: { length: 32 } });
    expect(kept!.sha256).toBe(createHash('sha256').update('one').digest('hex'));
    for (const statement of [
      `delete from files where id = '${kept!.id}'`,
      `update files set owner_id = null where id = '${kept!.id}'`,
      `insert into files (kind, name, bytes, uploaded_by) values ('SUBMITTED_BID_FILE', 'x', 1, '${ownerId}')`,
    ])
      await expect(portal.db.write(draft.as, ({ sql }) => sql.unsafe(statement))).rejects.toThrow(
        /as they were submitted|in use already/,
      );
    // Nobody but the firm reads them, or that they are there.
    const staff = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['administrator'] }),
    } as const;
    for (const actor of [member(posterId), staff, member(await addMember(portal.db))])
      await expect(portal.db.read(actor, (tx) => getFile(tx, { fileId: kept!.id }))).rejects.toThrow('file');
  });

  it('stands until its revision is in, which a colleague may send, and only the revision counts then', async () => {
    const { projectId, companyId, colleague, ownerId, posterId, draft } = await drafting();
    await draft.save({ amount: '1000' });
    const first = idOf(await draft.submit());
    const other = await draftOf(portal.db, colleague, { projectId, companyId });
    await other.save({ amount: '900' });
    expect(await own(ownerId, first)).toMatchObject({
      status: 'SUBMITTED',
      amountCents: 100_000,
      replacedBy: null,
    });
    expect(await other.submit((await other.read()).revision - 1)).toEqual({ outcome: 'STALE' });
    const second = idOf(await other.submit());
    expect(await own(ownerId, first)).toMatchObject({ status: 'WITHDRAWN', replacedBy: second });
    expect(await own(ownerId, second)).toMatchObject({ amountCents: 90_000, submitter: 'Ben Cole' });
    const live = (await portal.db.read(member(posterId), (tx) => listBids(tx, { projectId }))).filter(
      ({ status }) => status === 'SUBMITTED',
    );
    expect(live).toMatchObject([{ id: second, amountCents: null }]);
    await portal.db.write(member(ownerId), (tx) =>
      withdrawBid(tx, { bidId: second, reason: undefined, portal: 'https://portal.example.org' }),
    );
    expect(await portal.db.read(member(colleague), listOwnBids)).toMatchObject([
      { status: 'WITHDRAWN', company: 'Bidding Builders' },
    ]);
    expect(await draft.submit()).toMatchObject({ outcome: 'SUBMITTED' });
  });

  it('is refused by the database’s clock on every path once the deadline has passed, and the earlier bid stays', async () => {
    const { ownerId, draft } = await drafting({ deadlineAt: seconds(2) });
    await draft.save({ amount: '1000' });
    const bidId = idOf(await draft.submit());
    await draft.save({ amount: '900' });
    const { revision, version } = await draft.read();
    await new Promise((passed) => setTimeout(passed, 2_100));
    await expect(draft.submit(revision)).rejects.toThrow('deadline has passed');
    await expect(draft.save({ amount: '800' }, version)).rejects.toThrow('deadline has passed');
    await expect(
      portal.db.write(
        draft.as,
        ({ sql }) =>
          sql`select submit_bid(${draft.draftId}, ${revision}::int, 1::bigint, 'x', '[]'::jsonb, gen_random_uuid(), gen_random_bytes(32), 'x', 'x', '[]'::jsonb)`,
      ),
    ).rejects.toThrow('deadline has passed');
    await expect(
      portal.db.write(draft.as, (tx) =>
        withdrawBid(tx, { bidId, reason: undefined, portal: 'https://portal.example.org' }),
      ),
    ).rejects.toThrow('Say why you withdraw the bid');
    expect(await own(ownerId, bidId)).toMatchObject({ status: 'SUBMITTED', amountCents: 100_000 });
    await portal.db.write(draft.as, (tx) =>
      withdrawBid(tx, { bidId, reason: 'A digit was missing', portal: 'https://portal.example.org' }),
    );
    expect(await own(ownerId, bidId)).toMatchObject({
      status: 'WITHDRAWN',
      withdrawReason: 'A digit was missing',
    });
  });

  it('is another firm’s in no way: its bid, receipt and files are answered as unknown', async () => {
    const { draft } = await drafting();
    await draft.save({ amount: '1000' });
    const bidId = idOf(await draft.submit());
    const stranger = await addMember(portal.db);
    await expect(own(stranger, bidId)).rejects.toThrow('bid');
    await expect(
      portal.db.write(member(stranger), (tx) =>
        withdrawBid(tx, { bidId, reason: 'Mine now', portal: 'https://portal.example.org' }),
      ),
    ).rejects.toThrow('bid');
  });
});
