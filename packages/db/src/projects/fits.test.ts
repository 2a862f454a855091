import { projectFilters } from '@namc/inputs/projects';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import { anyFacts } from '../contractors/standing/any-facts.fixture.ts';
import { systemActor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { addImportRun } from '../tools/testing/import-run.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addProject } from './factory.ts';
import { listProjectMatches } from './queries/conditions.ts';
import { listFits } from './queries/fits.ts';
import { countProjects } from './queries/list.ts';

const portal = testDatabase();
const latest = { freshness: 'latest' } as const;
const system = systemActor('test');
const daysOn = (days: number) => new Date(Date.now() + days * 86_400_000);
const isoOn = (days: number) => daysOn(days).toISOString().slice(0, 10);
/** Before and after the days on which terms, registrations and exemptions end. 2028 is one of them. */
const bidDays = [20, 100, 200, Math.ceil((Date.parse('2028-01-10') - Date.now()) / 86_400_000)];

const oneFirm = fc.record({
  facts: anyFacts,
  /** Most of the random licenses are barred for good, so that every second one has nothing against it. */
  isPlain: fc.boolean(),
  isExempt: fc.boolean(),
  classifications: fc.constantFrom<string[]>(['C-39'], ['C-10'], ['B'], ['C-10', 'C-8']),
  endsIn: fc.constantFrom(10, 60, 150, 1200),
  hasLicense: fc.oneof(
    { weight: 5, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  skills: fc.constantFrom([], [], ['estimating']),
  dir: fc.constantFrom(null, 'over', 'later', 'good'),
});

it('the filter “I qualify” and the page “Can you bid?” agree on each firm, project and day', async () => {
  const [skill] = await portal.owner<
    { code: string }[]
  >`select code from skills where code ~ '^[a-z]' order by code limit 1`;
  const code = skill?.code ?? '';
  const samples = fc.sample(oneFirm, { numRuns: 60, seed: 11 });
  await addContractors(
    portal.owner,
    samples.map(({ facts, isPlain, isExempt, classifications, endsIn }, number) => ({
      ...(isPlain ? {} : facts),
      licenseNumber: String(7_500_001 + number),
      ...(isPlain && {
        primaryStatus: 'CLEAR',
        classifications,
        expirationDate: isoOn(endsIn),
        ...(isExempt && { workersCompCoverageType: 'Exempt' }),
      }),
    })),
  );
  await addImportRun(portal.owner, isoOn(-1));
  const poster = await addMember(portal.db);
  const projects: string[] = [];
  for (const days of bidDays)
    for (const skillsRequired of [['C-39'], ['C-10'], ['B', 'C-8'], [code], ['C-39', code]])
      for (const needsDirRegistration of [false, true]) {
        const id = await addProject(portal.db, poster, { skillsRequired, deadlineAt: daysOn(days) });
        if (needsDirRegistration)
          await portal.owner`
            update projects set is_public_works = true, needs_dir_registration = true where id = ${id}`;
        projects.push(id);
      }
  const firms: { userId: string; companyId: string }[] = [];
  for (const [number, { hasLicense, skills, dir }] of samples.entries()) {
    const userId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, `Firm ${number}`);
    if (hasLicense)
      await portal.owner`update companies set license_number = ${String(7_500_001 + number)} where id = ${companyId}`;
    if (skills.length > 0)
      await portal.owner`insert into user_skills (user_id, skill_code) values (${userId}, ${code})`;
    if (dir)
      await portal.owner`
        insert into certifications (company_id, kind, number, issued_on, expires_on)
        values (${companyId}, 'DIR', '1', ${isoOn(dir === 'later' ? 150 : -300)}, ${isoOn(dir === 'over' ? 60 : 900)})`;
    firms.push({ userId, companyId });
  }

  const fits = new Map<string, Awaited<ReturnType<typeof listFits>>>();
  for (const projectId of projects)
    fits.set(projectId, await portal.db.read(system, (tx) => listFits(tx, { projectId }), latest));
  const isQualified = projectFilters.parse({ isQualified: true });
  let found = 0;
  for (const { userId, companyId } of firms) {
    const listed =
      (await portal.db.read(
        system,
        (tx) => listProjectMatches(tx, isQualified, { userId, most: projects.length }),
        latest,
      )) ?? [];
    const onPage = projects.filter((id) => fits.get(id)?.find((fit) => fit.id === companyId)?.isQualified);
    expect([...listed].sort()).toEqual([...onPage].sort());
    expect(
      await portal.db.read({ kind: 'member', userId }, (tx) => countProjects(tx, isQualified), latest),
    ).toBe(onPage.length);
    found += listed.length;
  }
  expect(found).toBeGreaterThan(100);
  expect(found).toBeLessThan(projects.length * firms.length - 100);

  // The page says “something is missing” where one of its reasons does, and nowhere else.
  const rows = await portal.owner<{ id: string; skills: string[]; dir: boolean }[]>`
    select id, skills_required as skills, needs_dir_registration as dir from projects where id = any (${projects})`;
  let exemptionsOver = 0;
  for (const { id, skills, dir } of rows)
    for (const fit of fits.get(id) ?? []) {
      const needsLicense = skills.some((one) => /^[A-Z]/.test(one));
      expect(fit.isQualified).toBe(
        fit.has.length > 0 &&
          (!needsLicense || (fit.isInGoodStanding && !fit.isExemptionOver)) &&
          (!dir || fit.certificates.includes('DIR')),
      );
      if (fit.isInGoodStanding && fit.isExemptionOver) exemptionsOver += 1;
    }
  expect(exemptionsOver).toBeGreaterThan(0);
});
