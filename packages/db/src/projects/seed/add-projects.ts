import { sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { stableUuid } from '../../engine/stable-uuid.ts';
import { people } from '../../members/seed/people.ts';
import { emailOf, personId } from '../../members/seed/person.ts';
import { findZipCodes } from '../../places/seed.ts';
import { projects as projectTable } from '../tables.ts';
import { type DemoProject, projects } from './projects.ts';

const day = 86_400_000;

/** Adds the projects. `addBids` closes past projects. */
export async function addProjects(tx: WriteTransaction, now: Date): Promise<void> {
  const places = await findZipCodes(
    tx,
    projects.map(({ zipCode }) => zipCode),
  );
  await tx.orm.insert(projectTable).values(
    projects.map((project, at) => {
      const { title, description, category, zipCode } = project;
      const createdAt = new Date(now.getTime() - (12 + at * 5 + Math.max(0, -project.due)) * day);
      // Bids arrive while the project is open; its status then moves on from there.
      const status =
        project.status === 'CLOSED' || project.status === 'AWARDED' ? 'BIDDING_OPEN' : project.status;
      return {
        id: stableUuid('demo project', title),
        ownerId: personId(project.owner),
        title,
        description,
        category,
        status,
        budgetMinCents: project.budget[0] * 100,
        budgetMaxCents: project.budget[1] * 100,
        deadlineAt: new Date(now.getTime() + project.due * day),
        skillsRequired: project.skills,
        zipCode,
        ...places.get(zipCode),
        createdAt,
        publishedAt: status === 'DRAFT' ? null : createdAt,
        ...particularsOf(project, now, at),
      };
    }),
  );
}

/** The other things that a poster says. Public works have goals, and every third project a site walk. */
function particularsOf({ owner, category, due }: DemoProject, now: Date, at: number) {
  const ownerId = personId(owner);
  const person = people.find(({ name }) => name[1] === owner);
  const isPublicWorks = category === 'PUBLIC_WORKS';
  const inDays = (count: number) => new Date(now.getTime() + count * day);
  return {
    companyId: sql<string>`(select company_id from company_people where user_id = ${ownerId} order by since, id limit 1)`,
    isPublicWorks,
    needsDirRegistration: isPublicWorks,
    goals: isPublicWorks ? { DVBE: 3, ...(at % 2 === 0 && { SB: 25 }) } : {},
    naicsCodes: isPublicWorks ? ['236220'] : [],
    questionsUntil: inDays(due - 5),
    ...(at % 3 === 0 && {
      siteWalkAt: inDays(due - 8),
      siteWalkPlace: 'At the main gate',
      isSiteWalkMandatory: isPublicWorks,
    }),
    contactName: person?.name.join(' ') ?? null,
    contactEmail: person ? emailOf(person.name) : null,
    contactPhone: `+1510555${String(110 + at).padStart(4, '0')}`,
  };
}
