import { listMatchesInput, projectFilters } from '@namc/inputs/projects';
import { expect, it } from 'vitest';
import { addBid } from '../bids/factory.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addProject, type ProjectSample } from './factory.ts';
import { countProjects } from './queries/list.ts';
import { listMatches } from './queries/matches.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const matchesOf = (userId: string, limit = 20) =>
  portal.db.read(member(userId), (tx) => listMatches(tx, listMatchesInput.parse({ limit })));
const titles = async (userId: string, limit?: number) =>
  (await matchesOf(userId, limit)).map(({ title }) => title);
/** In degrees from Oakland to the north. A hundredth is 1.1 kilometers. */
const north = (degrees: number): [number, number] => [-122.27, 37.8 + degrees];
let license = 93_100_000;

/** A roofer in Oakland who works within 30 kilometers and has a bond of $50,000. */
async function roofer(name: string, classes = '{C-39}') {
  const userId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, userId, name);
  license += 1;
  await portal.owner`
    insert into california_contractors (license_number, business_name, primary_status, classifications, region, expiration_date)
    values (${String(license)}, 'EXAMPLE ROOFING', 'CLEAR', ${classes}, 'NORTH', current_date + 400)`;
  await portal.owner`
    update companies set license_number = ${String(license)}, bonding_single_cents = 5000000, service_radius_meters = 30000,
      coordinates = ST_MakePoint(-122.27, 37.8)::geography
    where id = ${companyId}`;
  return { userId, companyId };
}

it('are the open projects that a firm of the reader can bid on, those in its area first, then the nearest, with the reasons', async () => {
  const poster = await addMember(portal.db);
  const add = (sample: ProjectSample) =>
    addProject(portal.db, poster, { skillsRequired: ['C-39'], ...sample });
  await add({ title: 'Far', location: north(2), budgetMinCents: 100, budgetMaxCents: 9_000_000 });
  await add({ title: 'Near', location: north(0.1), budgetMinCents: 100, budgetMaxCents: 5_000_000 });
  await add({ title: 'Nearer', location: north(0.01), skillsRequired: ['C-10', 'C-39'] });
  await add({ title: 'Without a place' });
  await add({ title: 'Other work', skillsRequired: ['C-10'], location: north(0) });
  await add({ title: 'Draft', status: 'DRAFT', location: north(0) });
  await add({ title: 'Over', deadlineAt: new Date(Date.now() - 60_000), location: north(0) });
  const dir = await add({ title: 'Registered firms only', location: north(0.2) });
  await portal.owner`update projects set is_public_works = true, needs_dir_registration = true, goals = '{"DVBE": 3}' where id = ${dir}`;
  const { userId, companyId } = await roofer('Able Roofing');
  expect(await titles(userId)).toEqual(['Nearer', 'Near', 'Far', 'Without a place']);
  expect(await titles(userId, 1)).toEqual(['Nearer']);
  const [nearer, near, far, placeless] = await matchesOf(userId);
  expect(nearer).toMatchObject({ company: 'Able Roofing', has: ['C-39'], isInArea: true, isBonded: null });
  expect(near).toMatchObject({ isInArea: true, isBonded: true });
  expect(near?.meters).toBeGreaterThan(11_000);
  expect(near?.meters).toBeLessThan(11_200);
  expect(far).toMatchObject({ isInArea: false, isBonded: false });
  expect(placeless).toMatchObject({ meters: null, isInArea: false });
  // The page that the section leads to has the same projects.
  const asked = projectFilters.parse({ isQualified: true });
  expect(await portal.db.read(member(userId), (tx) => countProjects(tx, asked))).toBe(4);

  await portal.owner`
    insert into certifications (company_id, kind, number, issued_on, expires_on)
    values (${companyId}, 'DIR', '1', '2025-01-01', current_date + 300), (${companyId}, 'DVBE', '2', '2025-01-01', current_date + 300)`;
  expect(await matchesOf(userId)).toContainEqual(
    expect.objectContaining({ title: 'Registered firms only', countsToward: ['DVBE'] }),
  );
  // A license that is not in good standing fits no project that asks for a class.
  await portal.owner`
    update california_contractors set primary_status = 'SUSPENDED' where license_number = (select license_number from companies where id = ${companyId})`;
  expect(await titles(userId)).toEqual([]);
});

it('leave out the firm’s own projects, those that it bid on, and those that it does not want', async () => {
  const { userId, companyId } = await roofer('Busy Roofing', '{C-43}');
  const poster = await addMember(portal.db);
  const [own, bidOn, unwanted] = await Promise.all(
    ['Own', 'Bid on', 'Unwanted', 'Left'].map((title) =>
      addProject(portal.db, title === 'Own' ? userId : poster, { title, skillsRequired: ['C-43'] }),
    ),
  );
  expect(own).toBeDefined();
  await addBid(portal.db, bidOn ?? '', userId);
  await portal.owner`
    insert into project_interests (project_id, company_id, stance) values (${unwanted ?? ''}, ${companyId}, 'NOT_BIDDING')`;
  expect(await titles(userId)).toEqual(['Left']);
  // The page shows what the firm has bid on and doesn’t want, with its mark, but never its own project as one to bid on.
  const asked = projectFilters.parse({ isQualified: true });
  expect(await portal.db.read(member(userId), (tx) => countProjects(tx, asked))).toBe(3);
  const colleague = await addMember(portal.db);
  await portal.owner`update projects set company_id = ${companyId} where id = ${own ?? ''}`;
  await portal.owner`insert into company_people (company_id, user_id, role) values (${companyId}, ${colleague}, 'MEMBER')`;
  expect(await portal.db.read(member(colleague), (tx) => countProjects(tx, asked))).toBe(3);
});

it('say for a person with two firms which one fits, and nothing for a person without a firm', async () => {
  const { userId } = await roofer('Two Hats Roofing', '{C-33}');
  const second = await addSampleCompany(portal.db, userId, 'Two Hats Tile');
  license += 1;
  await portal.owner`
    insert into california_contractors (license_number, business_name, primary_status, classifications, region, expiration_date)
    values (${String(license)}, 'EXAMPLE TILE', 'SUSPENDED', '{C-33}', 'NORTH', current_date + 400)`;
  // The nearer firm has the class too, and a license that is not in good standing.
  await portal.owner`
    update companies set license_number = ${String(license)}, coordinates = ST_MakePoint(-122.27, 37.9)::geography where id = ${second}`;
  await addProject(portal.db, await addMember(portal.db), {
    title: 'Painting',
    skillsRequired: ['C-33'],
    location: north(0.1),
  });
  expect(await matchesOf(userId)).toMatchObject([{ title: 'Painting', company: 'Two Hats Roofing' }]);
  expect(await titles(await addMember(portal.db))).toEqual([]);
});
