import { randomUUID } from 'node:crypto';
import { listAuditInput } from '@namc/inputs/audit';
import { clockTimeOf } from '@namc/inputs/clock-time';
import { describe, expect, it } from 'vitest';
import { sendAddendum } from '../addenda/commands.ts';
import { listRowChanges } from '../audit/queries.ts';
import { grantBidException } from '../bids/commands/except.ts';
import { sayInterest } from '../bids/commands/interest.ts';
import { addBid, draftOf } from '../bids/factory.ts';
import { listBidExceptions } from '../bids/queries/exceptions.ts';
import { addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { addMember } from '../members/factory.ts';
import {
  addToOutreach,
  invite,
  logContact,
  makeOutreachRecord,
  removeFromOutreach,
  setOutreachEmail,
} from '../outreach/commands.ts';
import { listOutreach } from '../outreach/queries/list.ts';
import { answerQuestion, askQuestion, refuseQuestion } from '../questions/commands.ts';
import { listQuestions } from '../questions/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  addProjectFile,
  cancelProject,
  closeBidding,
  discardProject,
  extendBidding,
  publishProject,
} from './commands.ts';
import { addProject } from './factory.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const staff = (userId: string): Actor => ({ kind: 'staff', userId });
const inDays = (days: number) => clockTimeOf(Date.now() + days * 86_400_000, 'America/Los_Angeles');
const latest = { freshness: 'latest' } as const;
const ownFirm = 'Your firm bids on this project, so a colleague has to do this.';

const manage = () => addMember(portal.db, { roles: ['administrator'] });
async function posted(sample: Parameters<typeof addProject>[2] = {}) {
  const posterId = await addMember(portal.db);
  const projectId = await addProject(portal.db, posterId, sample);
  return { posterId, poster: member(posterId), projectId };
}
async function firmOf(userId: string, name: string) {
  const companyId = await addSampleCompany(portal.db, userId, name);
  await portal.owner`update companies set directory_audience = 'PUBLIC' where id = ${companyId}`;
  return companyId;
}
const write = <Result>(as: Actor, act: (tx: WriteTransaction) => Promise<Result>): Promise<Result> =>
  portal.db.write(as, act);
const except = (as: Actor, projectId: string, companyId: string, until: string) =>
  write(as, (tx) =>
    grantBidException(tx, {
      projectId,
      companyId,
      until,
      reason: 'A power cut at the office',
      portal: 'https://portal.example.org',
    }),
  );
const statusOf = async (projectId: string) =>
  (await portal.owner<{ status: string }[]>`select status from projects where id = ${projectId}`)[0]?.status;

async function fileOf(userId: string, ownerId?: string) {
  const fileId = randomUUID();
  await portal.owner`
    insert into file_contents (id, sha256, bytes, content_type, stored_at)
    values (${fileId}, repeat(${fileId.slice(0, 8)}, 8), 9, 'application/pdf', now())`;
  await portal.owner`
    insert into files (id, kind, name, bytes, uploaded_by, content_id, owner_id)
    values (${fileId}, 'PROJECT_FILE', 'plan.pdf', 9, ${userId}, ${fileId}, ${ownerId ?? null})`;
  return fileId;
}

describe('a draft', () => {
  it('is never canceled and has no bidding to extend, for its poster and for staff', async () => {
    const { poster, projectId } = await posted({ status: 'DRAFT' });
    const managerId = await manage();
    const ownId = await addProject(portal.db, managerId, { status: 'DRAFT' });
    const cancel = (as: Actor, id: string) =>
      write(as, (tx) => cancelProject(tx, { projectId: id, reason: 'No money' }));
    for (const [as, id] of [
      [poster, projectId],
      [staff(managerId), ownId],
    ] as const) {
      await expect(cancel(as, id)).rejects.toThrow('A draft isn’t canceled. Discard it instead.');
      await expect(
        write(as, (tx) => extendBidding(tx, { projectId: id, deadline: inDays(9) })),
      ).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(cancel(staff(managerId), projectId)).rejects.toMatchObject({ code: 'not_found' });
    expect([await statusOf(projectId), await statusOf(ownId)]).toEqual(['DRAFT', 'DRAFT']);
  });

  it('of another person and published plans are out of the reach of staff', async () => {
    const managerId = await manage();
    const manager = staff(managerId);
    const { posterId, projectId } = await posted({ status: 'DRAFT' });
    const open = await posted();
    const replacesId = await fileOf(open.posterId, open.projectId);
    const fileId = await fileOf(managerId);
    for (const act of [
      (tx: WriteTransaction) => discardProject(tx, { projectId }),
      (tx: WriteTransaction) => publishProject(tx, { projectId, status: 'BIDDING_OPEN' }),
      (tx: WriteTransaction) => extendBidding(tx, { projectId, deadline: inDays(9) }),
      (tx: WriteTransaction) => addProjectFile(tx, { projectId, fileId }),
      (tx: WriteTransaction) => addProjectFile(tx, { projectId: open.projectId, fileId }),
      (tx: WriteTransaction) => addProjectFile(tx, { projectId: open.projectId, fileId, replacesId }),
    ])
      await expect(write(manager, act)).rejects.toMatchObject({ code: 'not_found' });
    for (const owner of [projectId, open.projectId])
      await expect(
        write(manager, ({ sql }) => sql`update files set owner_id = ${owner} where id = ${fileId}`),
      ).rejects.toThrow();
    expect(await write(manager, ({ sql }) => sql`delete from projects where id = ${projectId}`)).toHaveLength(
      0,
    );
    expect(await statusOf(projectId)).toBe('DRAFT');
    // Their own they publish, discard, and give files to.
    const ownId = await addProject(portal.db, managerId, { status: 'DRAFT' });
    await write(manager, (tx) => addProjectFile(tx, { projectId: ownId, fileId }));
    await write(manager, (tx) => discardProject(tx, { projectId: ownId }));
    await write(member(posterId), (tx) => discardProject(tx, { projectId }));
    expect(await statusOf(projectId)).toBeUndefined();
  });
});

describe('staff whose firm bids', () => {
  it.each(['a bid', 'a draft', 'an interest', 'a bid of their own'])(
    'act for no poster with %s there, nor read the sealed exceptions',
    async (stake) => {
      const { poster, projectId } = await posted();
      const managerId = await manage();
      const manager = staff(managerId);
      const otherId = await addMember(portal.db);
      const other = await firmOf(otherId, 'Other Builders');
      await write(member(otherId), (tx) => askQuestion(tx, { projectId, question: 'How deep?' }));
      await except(poster, projectId, other, inDays(1.1));
      const questions = (as: Actor) => portal.db.read(as, (tx) => listQuestions(tx, { projectId }), latest);
      const [question] = await questions(poster);
      const exceptions = () => portal.db.read(manager, (tx) => listBidExceptions(tx, { projectId }), latest);
      expect(await exceptions()).toMatchObject([{ firm: 'Other Builders' }]);
      if (stake === 'a bid of their own') await addBid(portal.db, projectId, managerId);
      else {
        const companyId = await firmOf(managerId, 'Manager Builders');
        await expect(except(manager, projectId, companyId, inDays(1.2))).rejects.toThrow(ownFirm);
        if (stake === 'an interest')
          await write(member(managerId), (tx) =>
            sayInterest(tx, { projectId, companyId, stance: 'INTERESTED', bidsAs: 'PRIME', isShown: false }),
          );
        else {
          const draft = await draftOf(portal.db, managerId, { projectId, companyId });
          if (stake === 'a bid') {
            await draft.save({ amount: '1000' });
            await draft.submit();
          }
        }
      }
      for (const act of [
        (tx: WriteTransaction) => cancelProject(tx, { projectId, reason: 'No money' }),
        (tx: WriteTransaction) => extendBidding(tx, { projectId, deadline: inDays(9) }),
        (tx: WriteTransaction) =>
          sendAddendum(tx, { projectId, title: 'Doors', content: 'Blue.', fileIds: [] }),
        (tx: WriteTransaction) =>
          answerQuestion(tx, { questionId: question!.id, published: 'How deep?', answer: 'Six feet.' }),
      ])
        await expect(write<unknown>(manager, act)).rejects.toThrow(ownFirm);
      await expect(except(manager, projectId, other, inDays(1.2))).rejects.toThrow(ownFirm);
      const rows = await portal.db.read(
        manager,
        ({ sql }) => sql`select from bid_exceptions where project_id = ${projectId}`,
      );
      expect(rows).toHaveLength(0);
      expect((await exceptions()).filter(({ firm, reason }) => firm !== null || reason !== null)).toEqual([]);
      expect(await questions(manager)).toEqual([]);
      const colleague = staff(await manage());
      await write(colleague, (tx) => extendBidding(tx, { projectId, deadline: inDays(9) }));
    },
  );

  it('invite nobody, and change nothing of the outreach', async () => {
    const { poster, projectId } = await posted({ title: 'Library wiring', skillsRequired: ['C-10'] });
    await addContractors(
      portal.owner,
      ['7400001', '7400002'].map((licenseNumber) => ({ licenseNumber, businessName: 'EXAMPLE WIRING' })),
    );
    const add = (licenseNumber: string) => (tx: WriteTransaction) =>
      addToOutreach(tx, { projectId, licenseNumbers: [licenseNumber], criteria: { trades: [] } });
    await write(poster, add('7400001'));
    const { rows } = await portal.db.read(
      poster,
      (tx) => listOutreach(tx, { projectId, part: 'all', limit: 5 }),
      latest,
    );
    const outreachId = rows[0]!.id;
    const managerId = await manage();
    const manager = staff(managerId);
    await draftOf(portal.db, managerId, { projectId, companyId: await firmOf(managerId, 'Wire Builders') });
    const contacted = clockTimeOf(Date.now() - 3_600_000, 'America/Los_Angeles');
    const acts = [
      add('7400002'),
      (tx: WriteTransaction) => setOutreachEmail(tx, { outreachId, email: 'wiring@example.org' }),
      (tx: WriteTransaction) =>
        logContact(tx, { outreachId, contacted, channel: 'PHONE', said: 'Called.', answer: 'NO_ANSWER' }),
      (tx: WriteTransaction) =>
        invite(tx, { projectId, outreachIds: [outreachId], portal: 'https://portal.example.org' }),
      (tx: WriteTransaction) => makeOutreachRecord(tx, { projectId }),
    ];
    const remove = (tx: WriteTransaction) => removeFromOutreach(tx, { outreachId });
    for (const act of [...acts, remove]) await expect(write<unknown>(manager, act)).rejects.toThrow(ownFirm);
    const colleague = staff(await manage());
    for (const act of acts) await write<unknown>(colleague, act);
  });

  it('close no bidding that their firm looks at', async () => {
    const { projectId } = await posted();
    const managerId = await manage();
    await draftOf(portal.db, managerId, { projectId, companyId: await firmOf(managerId, 'Door Builders') });
    await expect(write(staff(managerId), (tx) => closeBidding(tx, { projectId }))).rejects.toThrow(ownFirm);
  });
});

describe('an exception that staff granted', () => {
  it('changes no answer to the poster, and the trail says neither firm nor reason', async () => {
    const { poster, projectId } = await posted();
    const manager = staff(await manage());
    const [late, other] = [
      await firmOf(await addMember(portal.db), 'Late Builders'),
      await firmOf(await addMember(portal.db), 'Other Builders'),
    ];
    await except(manager, projectId, late, inDays(2.5));
    const early = inDays(1.5);
    for (const firm of [late, other]) {
      await except(poster, projectId, firm, early);
      // The poster knows this one.
      await expect(except(poster, projectId, firm, early)).rejects.toThrow('may submit until');
    }
    const [{ most } = { most: false }] = await portal.owner<{ most: boolean }[]>`
      select bids_until(p, ${late}) > now() + interval '2 days' as most from projects p where p.id = ${projectId}`;
    expect(most).toBe(true);
    const auditor = staff(await addMember(portal.db, { roles: ['auditor'] }));
    const trail = await portal.db.read(
      auditor,
      (tx) => listRowChanges(tx, listAuditInput.parse({ tableName: 'bid_exceptions' })),
      latest,
    );
    const acts = await portal.owner`select * from admin_actions where action = 'bids.except'`;
    const said = JSON.stringify([trail, acts]);
    expect(trail.rows.length).toBeGreaterThanOrEqual(3);
    for (const secret of [late, other, 'power cut']) expect(said).not.toContain(secret);
  });
});

describe('the poster', () => {
  it('hears of each act of staff, by a notification and a letter, and of none of their own', async () => {
    const { posterId, poster, projectId } = await posted();
    const closed = await addProject(portal.db, posterId, { title: 'Short pier' });
    const manager = staff(await manage());
    const firm = await firmOf(await addMember(portal.db), 'Late Builders');
    const acts = async (as: Actor, days: number) => {
      await write(as, (tx) => extendBidding(tx, { projectId, deadline: inDays(days) }));
      await write(as, (tx) => sendAddendum(tx, { projectId, title: 'Doors', content: 'Blue.', fileIds: [] }));
      await except(as, projectId, firm, inDays(days + 1));
    };
    await acts(poster, 5);
    expect(await portal.owner`select from notifications where user_id = ${posterId}`).toHaveLength(0);
    await acts(manager, 7);
    const asker = member(await addMember(portal.db));
    for (const question of ['How deep?', 'How wide?', 'How high?'])
      await write(asker, (tx) => askQuestion(tx, { projectId, question }));
    const [own, first, second] = await portal.db.read(
      poster,
      (tx) => listQuestions(tx, { projectId }),
      latest,
    );
    await write(poster, (tx) => refuseQuestion(tx, { questionId: own!.id, refusal: 'Asked twice' }));
    await write(manager, (tx) =>
      answerQuestion(tx, { questionId: first!.id, published: 'How wide is it?', answer: 'Six feet.' }),
    );
    await write(manager, (tx) => refuseQuestion(tx, { questionId: second!.id, refusal: 'See sheet 2' }));
    await write(manager, (tx) => closeBidding(tx, { projectId: closed }));
    await write(manager, (tx) => cancelProject(tx, { projectId, reason: 'The agency asked' }));
    const told = await portal.owner<{ title: string }[]>`
      select title from notifications where user_id = ${posterId} and kind = 'staff-acted' order by created_at, id`;
    expect(told.map(({ title }) => title.replace(/^“.*?”: NAMC staff /, ''))).toEqual([
      expect.stringMatching(/^moved the bidding deadline to /),
      'sent addendum 2: Doors',
      expect.stringMatching(/^gave one firm more time to bid, until /),
      'answered a question: How wide is it?',
      'refused a question: See sheet 2',
      'closed the bidding.',
      'canceled the project: The agency asked',
    ]);
    expect(JSON.stringify(told)).not.toContain('Late');
    const notices = await portal.owner`
      select from project_notices where user_id = ${posterId} and reason = 'POSTED' and kind = 'staff-acted'`;
    expect(notices).toHaveLength(7);
  });
});
