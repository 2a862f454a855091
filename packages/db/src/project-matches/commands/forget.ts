import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { projects } from '../../projects/tables.ts';
import { projectMatches } from '../tables.ts';

/** A project may match every member, so few of them are forgotten in one transaction. */
const forgottenAtOnce = 10;

/**
 * Deletes the matches of projects whose deadline was more than 90 days ago, of ten projects in each call, and returns the number of rows. Such a
 * deadline never moves again (`check_deadline`), so nobody is told of a project twice. For the system.
 */
export async function forgetOldMatches({ orm }: WriteTransaction): Promise<number> {
  const old = orm
    .selectDistinct({ id: projectMatches.projectId })
    .from(projectMatches)
    .innerJoin(projects, eq(projects.id, projectMatches.projectId))
    .where(and(ne(projects.status, 'DRAFT'), sql`${projects.deadlineAt} < now() - interval '90 days'`))
    .limit(forgottenAtOnce);
  const { count } = await orm.delete(projectMatches).where(inArray(projectMatches.projectId, old));
  return count;
}
