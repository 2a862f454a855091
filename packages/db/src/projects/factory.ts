import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { coordinatesOf, type New, system, tomorrow, type WithLocation } from '../tools/testing/sample.ts';
import { projects } from './tables.ts';

export interface ProjectSample
  extends New<
      typeof projects,
      | 'title'
      | 'description'
      | 'category'
      | 'status'
      | 'budgetMinCents'
      | 'budgetMaxCents'
      | 'deadlineAt'
      | 'skillsRequired'
    >,
    WithLocation {}

/** Adds a project that is open for bids until tomorrow, and returns its id. */
export async function addProject(db: Database, ownerId: string, sample: ProjectSample = {}): Promise<string> {
  const { location, ...columns } = sample;
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(projects).values({
      title: 'Sample project',
      description: '',
      category: 'COMMERCIAL',
      status: 'BIDDING_OPEN',
      deadlineAt: tomorrow(),
      ...columns,
      id,
      ownerId,
      coordinates: coordinatesOf(sample),
    }),
  );
  return id;
}
