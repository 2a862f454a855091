import { describe, expect, it } from 'vitest';
import type { Actor } from '../database.ts';
import { addMember } from '../members/factory.ts';
import { followProject, tellOfProjects } from '../project-follows/commands.ts';
import { listReadersOfProjects } from '../project-follows/queries.ts';
import { addProject, type ProjectSample } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { answerQuestion, askQuestion, refuseQuestion } from './commands.ts';
import { listQuestions } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const visitor: Actor = { kind: 'visitor' };

async function asked(sample: ProjectSample = {}) {
  const [ownerId, asker, other] = [
    await addMember(portal.db),
    await addMember(portal.db),
    await addMember(portal.db),
  ];
  const projectId = await addProject(portal.db, ownerId, { title: 'New weir', ...sample });
  const ask = (userId = asker, question = 'We at Acme: how deep?') =>
    portal.db.write(member(userId), (tx) => askQuestion(tx, { projectId, question }));
  const list = (actor: Actor) => portal.db.read(actor, (tx) => listQuestions(tx, { projectId }));
  const newest = async () => (await list(member(ownerId)))[0]?.id ?? '';
  const answer = async (userId = ownerId, questionId = '') =>
    portal.db.write(member(userId), async (tx) =>
      answerQuestion(tx, { questionId, published: 'How deep?', answer: 'Six feet.' }),
    );
  return { ownerId, asker, other, projectId, ask, list, newest, answer };
}

describe('a question', () => {
  it('is its asker’s and the poster’s until it is answered, and then everybody’s in the poster’s words', async () => {
    const { ownerId, asker, other, ask, list, newest, answer } = await asked();
    await ask();
    const questionId = await newest();
    expect(await list(member(asker))).toMatchObject([
      { isOwn: true, status: 'OPEN', asked: 'We at Acme: how deep?' },
    ]);
    expect(await list(member(ownerId))).toMatchObject([{ isOwn: false, asked: 'We at Acme: how deep?' }]);
    for (const reader of [member(other), visitor]) expect(await list(reader)).toEqual([]);
    await expect(answer(other, questionId)).rejects.toThrow('question');
    await expect(answer(asker, questionId)).rejects.toThrow('question');
    await answer(ownerId, questionId);
    const published = { status: 'ANSWERED', published: 'How deep?', answer: 'Six feet.' };
    expect(await list(member(other))).toMatchObject([
      { ...published, isOwn: false, asked: null, askedAt: null },
    ]);
    expect(await list(member(asker))).toMatchObject([
      { ...published, isOwn: true, asked: 'We at Acme: how deep?' },
    ]);
    expect(await list(member(await addMember(portal.db, { status: 'LAPSED' })))).toEqual([]);
    expect(await list(visitor)).toEqual([]);
    await expect(
      portal.db.write(member(ownerId), (tx) =>
        answerQuestion(tx, { questionId, published: 'How deep?', answer: 'Seven feet.' }),
      ),
    ).rejects.toThrow('is decided');
  });

  it('is refused for a reason that its asker alone reads', async () => {
    const { ownerId, asker, other, ask, list, newest } = await asked();
    await ask();
    const questionId = await newest();
    await portal.db.write(member(ownerId), (tx) =>
      refuseQuestion(tx, { questionId, refusal: 'It is in the plans.' }),
    );
    expect(await list(member(asker))).toMatchObject([{ status: 'REFUSED', refusal: 'It is in the plans.' }]);
    expect(await list(member(other))).toEqual([]);
    const told = await portal.owner`select kind from notifications where user_id = ${asker}`;
    expect([...told]).toEqual([{ kind: 'question-refused' }]);
  });

  it('is asked by active members before the time for questions is over, by the clock of the database, and answered before the deadline', async () => {
    const { ownerId, asker, projectId, ask, newest, answer } = await asked({
      deadlineAt: new Date(Date.now() + 86_400_000),
    });
    await expect(ask(ownerId)).rejects.toThrow('your own project');
    await expect(ask(await addMember(portal.db, { status: 'LAPSED' }))).rejects.toThrow(
      'Your membership has lapsed. You can read the plans',
    );
    await ask();
    const questionId = await newest();
    await portal.owner`update projects set questions_until = now() - interval '1 millisecond' where id = ${projectId}`;
    await expect(ask()).rejects.toThrow('time for questions is over');
    await portal.owner`
      update projects set questions_until = null, deadline_at = now() - interval '1 millisecond' where id = ${projectId}`;
    await expect(ask(asker)).rejects.toThrow('has ended');
    await expect(answer(ownerId, questionId)).rejects.toThrow('has ended');
    const draft = await asked({ status: 'DRAFT' });
    await expect(draft.ask()).rejects.toThrow('project');
  });

  it('is told to the poster, and its answer to the asker by the same letter as to all who follow the project', async () => {
    const { ownerId, asker, other, projectId, ask, newest, answer } = await asked();
    await portal.db.write(member(other), (tx) => followProject(tx, { projectId }));
    await ask();
    await answer(ownerId, await newest());
    for (const userId of await portal.db.read(system, listReadersOfProjects))
      await portal.db.write(system, (tx) => tellOfProjects(tx, { userId, origin: 'https://x.example' }));
    const letters = await portal.owner<{ userId: string; template: string; subject: string }[]>`
      select user_id as "userId", template, subject from mails where user_id = any (${[ownerId, asker, other]})`;
    const to = (userId: string) => letters.filter((letter) => letter.userId === userId);
    expect(to(asker).map(({ template, subject }) => [template, subject])).toEqual(
      to(other).map(({ template, subject }) => [template, subject]),
    );
    expect(to(asker)).toHaveLength(1);
    expect(to(ownerId)).toMatchObject([
      { subject: 'New weir: Somebody has asked a question. Answer it for all who bid.' },
    ]);
  });
});

describe('nobody learns who asked', () => {
  it('from a column, a condition, the trail, a notification, a letter or the data that others export', async () => {
    const { ownerId, asker, other, ask, newest, answer } = await asked();
    await ask();
    const questionId = await newest();
    await answer(ownerId, questionId);
    const staff: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
    for (const actor of [member(ownerId), member(other), staff, visitor, system])
      for (const statement of [
        'select asker_id from project_questions',
        `select from project_questions where asker_id = '${asker}'`,
        'select question from project_questions',
      ])
        await expect(portal.db.read(actor, ({ sql }) => sql.unsafe(statement))).rejects.toThrow();
    expect(
      await portal.db.read(staff, ({ sql }) => sql`select from own_questions()`).catch(() => []),
    ).toHaveLength(0);
    const [trail] = await portal.owner<[{ found: number }]>`
      select count(*)::int as found from audit_log
      where table_name like 'project_question%' or row_id = ${questionId}`;
    expect(trail.found).toBe(0);
    const texts = await portal.owner<{ text: string }[]>`
      select n.title || n.path as text from notifications n where user_id <> ${asker}
      union all select subject || about::text from mails m join mail_contents on mail_id = m.id where user_id <> ${asker}`;
    for (const { text } of texts) expect(text).not.toMatch(new RegExp(`${asker}|Acme`));
  });

  it('after the account is closed, and the question stays', async () => {
    const { asker, ownerId, ask, list } = await asked();
    await ask();
    await portal.db.write(system, ({ sql }) => sql`select forget_asker(${asker})`);
    expect(await list(member(asker))).toEqual([]);
    expect(await list(member(ownerId))).toHaveLength(1);
    await expect(
      portal.db.write(member(ownerId), ({ sql }) => sql`select forget_asker(${asker})`),
    ).rejects.toThrow('You may not do this.');
  });
});
