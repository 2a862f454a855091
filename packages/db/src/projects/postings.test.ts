import { randomUUID } from 'node:crypto';
import { clockTimeOf } from '@namc/inputs/clock-time';
import { listPostingsInput } from '@namc/inputs/postings';
import { saveProjectInput } from '@namc/inputs/project-drafts';
import { describe, expect, it } from 'vitest';
import { sendAddendum } from '../addenda/commands.ts';
import { listAddenda } from '../addenda/queries.ts';
import { addBid } from '../bids/factory.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { answerQuestion, askQuestion, refuseQuestion } from '../questions/commands.ts';
import { listQuestions } from '../questions/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  addProjectFile,
  cancelProject,
  closeBidding,
  createProject,
  extendBidding,
  publishProject,
  removeProjectFile,
  saveProject,
} from './commands.ts';
import { addProject } from './factory.ts';
import { getProject } from './queries/list.ts';
import { getPosting, listPostings } from './queries/postings.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const staff = (userId: string): Actor => ({ kind: 'staff', userId });
const zone = 'America/Los_Angeles';
const inDays = (days: number) => clockTimeOf(Date.now() + days * 86_400_000, zone);
const latest = { freshness: 'latest' } as const;

async function office() {
  const managerId = await addMember(portal.db, {
    firstName: 'Mo',
    lastName: 'Manager',
    roles: ['administrator'],
  });
  const helper = staff(await addMember(portal.db, { roles: ['finance'] }));
  return { managerId, manager: staff(managerId), helper };
}

async function posted(sample: Parameters<typeof addProject>[2] = {}) {
  const posterId = await addMember(portal.db, { firstName: 'Pia', lastName: 'Poster' });
  const projectId = await addProject(portal.db, posterId, sample);
  return { posterId, poster: member(posterId), projectId };
}

const acts = async (targetId: string) =>
  portal.owner<{ action: string; reason: string | null }[]>`
    select action, reason from admin_actions where target_id = ${targetId} order by created_at, id`;

describe('the staff’s list of projects', () => {
  it('has every project with its poster and the number of its bids, drafts too, and nothing for others', async () => {
    const { manager, helper } = await office();
    const { projectId, poster } = await posted({ title: 'Lighthouse lantern' });
    const draft = await posted({ title: 'Lighthouse stairs', status: 'DRAFT' });
    const firmId = await addSampleCompany(portal.db, draft.posterId, 'Stairs Example');
    await portal.owner`update projects set company_id = ${firmId} where id = ${draft.projectId}`;
    await addBid(portal.db, projectId, await addMember(portal.db));
    const list = async (as: Actor, given: object) =>
      (await portal.db.read(as, (tx) => listPostings(tx, listPostingsInput.parse(given)), latest)).rows;
    expect(await list(manager, { q: 'lighthouse' })).toMatchObject([
      { id: draft.projectId, stage: 'DRAFT', poster: 'Pia Poster', firm: 'Stairs Example', bids: 0 },
      { id: projectId, stage: 'BIDDING_OPEN', poster: 'Pia Poster', firm: null, bids: 1 },
    ]);
    expect(await list(manager, { q: 'lighthouse', stage: 'DRAFT' })).toHaveLength(1);
    const over = await posted({ title: 'Windmill sails', deadlineAt: new Date(Date.now() - 60_000) });
    expect(await list(manager, { q: 'windmill', stage: 'CLOSED' })).toMatchObject([{ id: over.projectId }]);
    expect(await list(manager, { q: 'windmill', stage: 'BIDDING_OPEN' })).toEqual([]);
    const reader = staff(await addMember(portal.db, { roles: ['auditor'] }));
    expect(await list(reader, { q: 'lighthouse' })).toHaveLength(2);
    expect(await list(helper, { q: 'lighthouse' })).toEqual([]);
    await expect(list(poster, {})).rejects.toThrow();
    const first = await portal.db.read(
      manager,
      (tx) => listPostings(tx, listPostingsInput.parse({ q: 'lighthouse', limit: 1 })),
      latest,
    );
    expect(first.rows).toHaveLength(1);
    expect(await list(manager, { q: 'lighthouse', limit: 1, cursor: first.nextCursor })).toMatchObject([
      { id: projectId },
    ]);
  });

  it('opens one project for staff alone', async () => {
    const { manager, helper } = await office();
    const { projectId, poster } = await posted({ status: 'DRAFT' });
    const get = (as: Actor) => portal.db.read(as, (tx) => getPosting(tx, { projectId }), latest);
    expect(await get(manager)).toMatchObject({ poster: 'Pia Poster', bids: 0, isOwn: false });
    await expect(get(helper)).rejects.toMatchObject({ code: 'not_found' });
    await expect(get(poster)).rejects.toThrow();
  });
});

describe('staff who manage projects', () => {
  it('move the deadline, close and cancel for any poster, and the trail names them', async () => {
    const { manager, helper } = await office();
    const { projectId, poster } = await posted();
    const { projectId: other } = await posted();
    const extend = (as: Actor, days: number) =>
      portal.db.write(as, (tx) => extendBidding(tx, { projectId, deadline: inDays(days) }));
    await extend(manager, 5);
    await expect(extend(helper, 6)).rejects.toMatchObject({ code: 'not_found' });
    await expect(extend(manager, 2)).rejects.toMatchObject({ message: /only moves to a later time/ });
    await portal.db.write(manager, (tx) => closeBidding(tx, { projectId }));
    await portal.db.write(manager, (tx) =>
      cancelProject(tx, { projectId: other, reason: 'The agency asked' }),
    );
    expect(await acts(projectId)).toEqual([
      { action: 'projects.extend', reason: null },
      { action: 'projects.close', reason: null },
    ]);
    expect(await acts(other)).toEqual([{ action: 'projects.cancel', reason: 'The agency asked' }]);
    expect(await portal.db.read(poster, (tx) => getProject(tx, { projectId: other }), latest)).toMatchObject({
      stage: 'CANCELLED',
      cancelReason: 'The agency asked',
    });
    // The poster’s own acts leave no row of staff.
    const own = await posted();
    await portal.db.write(own.poster, (tx) => closeBidding(tx, { projectId: own.projectId }));
    expect(await acts(own.projectId)).toEqual([]);
  });

  it('close no bidding that has bids', async () => {
    const { manager } = await office();
    const { projectId } = await posted();
    await addBid(portal.db, projectId, await addMember(portal.db));
    await expect(portal.db.write(manager, (tx) => closeBidding(tx, { projectId }))).rejects.toMatchObject({
      message: 'Bidding on a project with bids closes at its deadline.',
    });
  });

  it('send addenda in the poster’s numbers, and staff without the permission send none', async () => {
    const { manager, managerId, helper } = await office();
    const { projectId, poster } = await posted();
    const send = (as: Actor, title: string, fileIds: string[] = []) =>
      portal.db.write(as, (tx) => sendAddendum(tx, { projectId, title, content: 'Read it.', fileIds }));
    const [content] = await portal.owner<{ id: string }[]>`
      insert into file_contents (sha256, bytes, content_type, stored_at)
      values (repeat('8', 64), 9, 'application/pdf', now()) returning id`;
    const [file] = await portal.owner<{ id: string }[]>`
      insert into files (kind, name, bytes, uploaded_by, content_id)
      values ('ADDENDUM_FILE', 'drains.pdf', 9, ${managerId}, ${content!.id}) returning id`;
    expect(await send(poster, 'Drains')).toBe(1);
    expect(await send(manager, 'Doors', [file!.id])).toBe(2);
    for (const other of [helper, member(managerId), member(await addMember(portal.db))])
      await expect(send(other, 'Walls')).rejects.toThrow();
    const read = await portal.db.read(manager, (tx) => listAddenda(tx, { projectId }), latest);
    expect(read).toMatchObject([
      { number: 2, title: 'Doors', firms: 0, names: null, files: [{ name: 'drains.pdf' }] },
      { number: 1, firms: 0 },
    ]);
    expect(await acts(read[0]!.id)).toEqual([{ action: 'addenda.send', reason: null }]);
    await expect(
      portal.db.write(
        manager,
        ({ sql }) => sql`update project_addenda set title = 'Gates' where id = ${read[0]!.id}`,
      ),
    ).rejects.toMatchObject({ message: /stays as it was sent/ });
  });

  it('answer and refuse questions without learning who asked', async () => {
    const { manager, helper } = await office();
    const { projectId } = await posted();
    const asker = member(await addMember(portal.db));
    for (const question of ['How deep?', 'How wide?'])
      await portal.db.write(asker, (tx) => askQuestion(tx, { projectId, question }));
    const list = (as: Actor) => portal.db.read(as, (tx) => listQuestions(tx, { projectId }), latest);
    expect(await list(helper)).toEqual([]);
    const [deep, wide] = await list(manager);
    expect([deep, wide]).toMatchObject([
      { isOwn: false, asked: 'How deep?' },
      { isOwn: false, asked: 'How wide?' },
    ]);
    const answer = (as: Actor) =>
      portal.db.write(as, (tx) =>
        answerQuestion(tx, { questionId: deep!.id, published: 'How deep?', answer: 'Six feet.' }),
      );
    await expect(answer(helper)).rejects.toMatchObject({ code: 'not_found' });
    await answer(manager);
    await portal.db.write(manager, (tx) =>
      refuseQuestion(tx, { questionId: wide!.id, refusal: 'See sheet 2.' }),
    );
    expect(await list(asker)).toMatchObject([{ refusal: 'See sheet 2.' }, { answer: 'Six feet.' }]);
    expect(await acts(deep!.id)).toEqual([{ action: 'questions.answer', reason: null }]);
    await expect(
      portal.db.read(manager, ({ sql }) => sql`select asker_id from project_questions`),
    ).rejects.toThrow();
  });

  it('post for an agency, without a membership and without a company', async () => {
    const { manager, managerId } = await office();
    await portal.owner`delete from memberships where user_id = ${managerId}`;
    const projectId = await portal.db.write(manager, (tx) => createProject(tx, { title: 'City gym' }));
    const draft = await portal.db.read(manager, (tx) => getPosting(tx, { projectId }), latest);
    expect(draft).toMatchObject({ isOwn: true, companyId: null, stage: 'DRAFT' });
    await portal.db.write(manager, (tx) =>
      saveProject(
        tx,
        saveProjectInput.parse({
          projectId,
          version: draft.version,
          title: 'City gym',
          description: 'A new floor.',
          category: 'PUBLIC_WORKS',
          skills: ['C-15'],
          agency: 'City of Example',
          city: 'Oakland',
          timeZone: zone,
          deadline: inDays(20),
        }),
      ),
    );
    const [content] = await portal.owner<{ id: string }[]>`
      insert into file_contents (sha256, bytes, content_type, stored_at)
      values (repeat('7', 64), 9, 'application/pdf', now()) returning id`;
    const plan = { projectId, fileId: randomUUID() };
    await portal.owner`
      insert into files (id, kind, name, bytes, uploaded_by, content_id)
      values (${plan.fileId}, 'PROJECT_FILE', 'floor.pdf', 9, ${managerId}, ${content!.id})`;
    await portal.db.write(manager, (tx) => addProjectFile(tx, plan));
    await portal.db.write(manager, (tx) => removeProjectFile(tx, plan));
    await portal.db.write(manager, (tx) => publishProject(tx, { projectId, status: 'BIDDING_OPEN' }));
    expect(
      await portal.db.read({ kind: 'visitor' }, (tx) => getProject(tx, { projectId }), latest),
    ).toMatchObject({
      stage: 'BIDDING_OPEN',
      agency: 'City of Example',
      firm: null,
    });
    expect(await acts(projectId)).toEqual([{ action: 'projects.publish', reason: null }]);
  });
});
