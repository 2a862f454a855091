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
        deadlineAt: onDay(now, project.due, 14),
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

/** A full hour in California, so many days from now. */
const onDay = (now: Date, days: number, hour: number) =>
  sql`((${now.toISOString()}::timestamptz at time zone 'America/Los_Angeles')::date + ${days}::int + make_time(${hour}, 0, 0)) at time zone 'America/Los_Angeles'`;

/** The other things that a poster says. Public works have goals, and every third project a site walk. */
function particularsOf({ owner, category, due }: DemoProject, now: Date, at: number) {
  const ownerId = personId(owner);
  const person = people.find(({ name }) => name[1] === owner);
  const isPublicWorks = category === 'PUBLIC_WORKS';
  return {
    companyId: sql<string>`(select company_id from company_people where user_id = ${ownerId} order by since, id limit 1)`,
    isPublicWorks,
    needsDirRegistration: isPublicWorks,
    goals: isPublicWorks ? { DVBE: 3, ...(at % 2 === 0 && { SB: 25 }) } : {},
    naicsCodes: isPublicWorks ? ['236220'] : [],
    questionsUntil: onDay(now, due - 5, 17),
    ...(at % 3 === 0 && {
      siteWalkAt: onDay(now, due - 8, 10),
      siteWalkPlace: 'At the main gate',
      isSiteWalkMandatory: isPublicWorks,
    }),
    contactName: person?.name.join(' ') ?? null,
    contactEmail: person ? emailOf(person.name) : null,
    contactPhone: `+1510555${String(110 + at).padStart(4, '0')}`,
  };
}
