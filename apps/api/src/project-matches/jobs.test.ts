import { openDatabase } from '@namc/db';
import { addSampleCompany } from '@namc/db/companies/factory';
import { addMember } from '@namc/db/members/factory';
import { addProject } from '@namc/db/projects/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, expect, it } from 'vitest';
import { makeTellers } from '../follows/jobs.ts';
import { makeProjectTeller } from '../project-follows/jobs.ts';

const portal = testDatabase();
const workerDb = openDatabase(portal.workerUrls);
afterAll(() => workerDb.close());
const never = new AbortController().signal;
const origin = 'https://portal.example.org';
const teller = makeProjectTeller(origin);
/** Runs the jobs that the changes so far have added, as the worker does. */
const runJobs = async () => {
  const jobs = await portal.owner<{ data: unknown }[]>`
    delete from jobs.job where name = 'tell-of-projects' returning data`;
  for (const { data } of jobs) await teller(workerDb, data, never);
};
const lettersTo = async (userId: string) => {
  const rows = await portal.owner<{ subject: string }[]>`
    select subject from mails where user_id = ${userId} and template = 'project-matches' order by id`;
  return rows.map(({ subject }) => subject);
};

it('the worker’s own login matches a published project at once, and a firm’s new skill the next morning', async () => {
  const [eager, patient] = [await addMember(portal.db), await addMember(portal.db)];
  for (const userId of [eager, patient]) await addSampleCompany(portal.db, userId, 'Example Estimators');
  await portal.owner`insert into user_skills (user_id, skill_code) values (${eager}, 'estimating')`;
  await portal.owner`insert into match_choices (user_id, notify) values (${eager}, 'AT_ONCE')`;
  await runJobs();
  await addProject(portal.db, await addMember(portal.db), {
    title: 'Bill of quantities',
    skillsRequired: ['estimating'],
  });
  await runJobs();
  expect(await lettersTo(eager)).toEqual(['A project for your firm: Bill of quantities']);
  await portal.owner`insert into user_skills (user_id, skill_code) values (${patient}, 'estimating')`;
  await runJobs();
  expect(await lettersTo(patient)).toEqual([]);
  const { tellDates, tellWeekly } = makeTellers(origin);
  await tellWeekly(workerDb, {}, never);
  expect(await lettersTo(patient)).toEqual([]);
  await tellDates(workerDb, {}, never);
  await tellDates(workerDb, {}, never);
  expect(await lettersTo(patient)).toEqual(['A project for your firm: Bill of quantities']);
  expect(await lettersTo(eager)).toHaveLength(1);
  // Months after the deadline, the portal forgets whom it told.
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = now() - interval '91 days';
    alter table projects enable trigger user`);
  await tellDates(workerDb, {}, never);
  expect(await portal.owner`select from project_matches`).toHaveLength(0);
});
