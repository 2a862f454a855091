import type { WriteTransaction } from '../../engine/database.ts';
import { stableUuid } from '../../engine/stable-uuid.ts';
import { personId } from '../../members/seed/person.ts';
import { findZipCodes } from '../../places/seed.ts';
import { projects as projectTable } from '../tables.ts';
import { projects } from './projects.ts';

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
      };
    }),
  );
}
