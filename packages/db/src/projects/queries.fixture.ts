import { listPostingsInput } from '@namc/inputs/postings';
import {
  browseProjectsInput,
  countFirmsForWorkInput,
  listMatchesInput,
  listProjectDatesInput,
  mapProjectsInput,
  projectFilters,
} from '@namc/inputs/projects';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listProjectMatches } from './queries/conditions.ts';
import { exportProjectDates, listProjectDates } from './queries/dates.ts';
import { listFits } from './queries/fits.ts';
import {
  browseProjects,
  countFirmsForWork,
  countProjects,
  getProject,
  listOwnProjects,
  listProjectFiles,
} from './queries/list.ts';
import { findProjectExtent, mapProjects } from './queries/map.ts';
import { listMatches, listMatchesAmong } from './queries/matches.ts';
import { getPosting, listPostings } from './queries/postings.ts';

export async function queryRuns({ member, system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const projectId = await find(`select id from projects where status = 'BIDDING_OPEN'`);
  const { userId } = member;
  // A project with all that a poster may say, for a firm of the member’s, and one that says nothing of its place.
  const wholeId = await find(`
    with firm as (insert into companies (name) values ('Posting Builders') returning id),
    person as (insert into company_people (company_id, user_id, role) select id, '${userId}', 'OWNER' from firm returning company_id)
    insert into projects (owner_id, title, description, category, status, deadline_at, site_walk_at, street, site_walk_place,
      contact_name, contact_email, contact_phone, zip_code, goals, coordinates)
    values ('${userId}', 'Roof of a whole library', 'All of it', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '9 days',
      now() + interval '1 day', '1 Main St', 'At the gate', 'Ana Reyes', 'ana@example.org', '+15105550123', '94601',
      '{"DVBE": 3}', ST_MakePoint(-122.22, 37.78)::geography) returning id`);
  await find(`
    update projects set company_id = (select id from companies where name = 'Posting Builders') where id = '${wholeId}' returning id`);
  // Another’s project for the firm of the member’s, whose bond covers it, and which names no deadline.
  await find(`
    update companies set bonding_single_cents = 5000
    where id in (select company_id from company_people where user_id = '${userId}') returning id`);
  await find(`
    with skill as (insert into user_skills (user_id, skill_code) select '${userId}', min(code) from skills where code ~ '^[a-z]' returning skill_code)
    insert into projects (owner_id, title, description, category, status, budget_min_cents, budget_max_cents, skills_required)
    select (select owner_id from projects where owner_id <> '${userId}' limit 1), 'Hall', '', 'COMMERCIAL', 'PUBLISHED', 100, most, array[skill_code]
    from skill, (values (5000), (null)) budgets (most) returning id`);
  const hallIds = [
    await find(`select id from projects where title = 'Hall' and budget_max_cents is null`),
    await find(`select id from projects where title = 'Hall' and budget_max_cents is not null`),
  ];
  // The deadline is over for all but a firm of the member’s.
  const lateId = await find(`
    insert into projects (owner_id, title, description, category, status, deadline_at)
    select owner_id, 'Late hall', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 hour' from projects
    where owner_id <> '${userId}' limit 1 returning id`);
  await find(`
    insert into bid_exceptions (project_id, company_id, until, reason)
    select '${lateId}', company_id, now() + interval '2 hours', 'Fire' from company_people
    where user_id = '${userId}' and role = 'OWNER' limit 1 returning id`);
  const placelessId = await find(`
    insert into projects (owner_id, title, description, category, status)
    values ('${userId}', 'Somewhere', '', 'COMMERCIAL', 'PUBLISHED') returning id`);
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('9', 64), 9, 'application/pdf', now()) returning id`,
  );
  const planId = await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    values ('PROJECT_FILE', 'plan.pdf', 9, '${userId}', '${contentId}', '${wholeId}') returning id`);
  await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id, replaces_id)
    values ('PROJECT_FILE', 'plan.pdf', 9, '${userId}', '${contentId}', '${wholeId}', '${planId}') returning id`);
  return {
    browseProjects: [
      [member, (tx) => browseProjects(tx, browseProjectsInput.parse({}))],
      [member, (tx) => browseProjects(tx, browseProjectsInput.parse({ state: 'over', order: 'newest' }))],
      [
        member,
        (tx) =>
          browseProjects(
            tx,
            browseProjectsInput.parse({ q: 'roof', near: '94601', miles: 200, order: 'nearest' }),
          ),
      ],
      [
        member,
        (tx) =>
          browseProjects(tx, browseProjectsInput.parse({ isInOwnArea: true, near: '94601', miles: 200 })),
      ],
    ],
    countProjects: [
      [member, (tx) => countProjects(tx, projectFilters.parse({ goal: 'DVBE' }))],
      [member, (tx) => countProjects(tx, projectFilters.parse({ q: 'electric', isQualified: true }))],
    ],
    listProjectMatches: [
      [
        system,
        (tx) =>
          listProjectMatches(
            tx,
            projectFilters.parse({ isQualified: true, isFollowed: true, isInOwnArea: true }),
            {
              userId,
              most: 10,
            },
          ),
      ],
      [system, (tx) => listProjectMatches(tx, projectFilters.parse({}), { userId, most: 10 })],
    ],
    mapProjects: [
      [
        member,
        (tx) => mapProjects(tx, mapProjectsInput.parse({ window: [-124.5, 32.5, -114, 42], zoom: 6 })),
      ],
    ],
    findProjectExtent: [
      [member, (tx) => findProjectExtent(tx, projectFilters.parse({ near: '94601', miles: 200 }))],
      [member, (tx) => findProjectExtent(tx, projectFilters.parse({ q: 'nothing has this word' }))],
    ],
    listProjectDates: [
      ...[undefined, '2001-01', '2099-12'].map(
        (month): QueryRun => [member, (tx) => listProjectDates(tx, listProjectDatesInput.parse({ month }))],
      ),
    ],
    exportProjectDates: [[member, (tx) => exportProjectDates(tx, projectFilters.parse({}))]],
    listFits: [
      [system, (tx) => listFits(tx, { projectId: wholeId })],
      [member, (tx) => listFits(tx, { projectId: lateId })],
    ],
    listMatches: [[member, (tx) => listMatches(tx, listMatchesInput.parse({}))]],
    listMatchesAmong: [[system, (tx) => listMatchesAmong(tx, { userId, projectIds: hallIds })]],
    listOwnProjects: [[member, (tx) => listOwnProjects(tx)]],
    listPostings: [
      [system, (tx) => listPostings(tx, listPostingsInput.parse({}))],
      [system, (tx) => listPostings(tx, listPostingsInput.parse({ q: 'roof', stage: 'CLOSED' }))],
      [system, (tx) => listPostings(tx, listPostingsInput.parse({ stage: 'BIDDING_OPEN', limit: 100 }))],
    ],
    getPosting: [
      [system, (tx) => getPosting(tx, { projectId })],
      [system, (tx) => getPosting(tx, { projectId: wholeId })],
      [system, (tx) => getPosting(tx, { projectId: placelessId })],
    ],
    getProject: [
      [member, (tx) => getProject(tx, { projectId })],
      [member, (tx) => getProject(tx, { projectId: wholeId })],
      [member, (tx) => getProject(tx, { projectId: lateId })],
      [member, (tx) => getProject(tx, { projectId: placelessId })],
    ],
    listProjectFiles: [[member, (tx) => listProjectFiles(tx, { projectId: wholeId })]],
    countFirmsForWork: [
      [
        member,
        (tx) =>
          countFirmsForWork(tx, countFirmsForWorkInput.parse({ skills: ['C-10'], near: '94601', miles: 50 })),
      ],
    ],
  };
}
