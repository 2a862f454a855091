import type { FollowProjectInput } from '@namc/inputs/project-follows';
import { and, asc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { users } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';
import { projectFollows, projectNotices } from './tables.ts';

/**
 * Lets the acting member follow a project. A second time changes nothing.
 * @throws NotFound for an unknown project and another person’s draft. @throws Refused for one’s own project, the 501st project, and
 * without a membership.
 */
export async function followProject(tx: WriteTransaction, { projectId }: FollowProjectInput): Promise<void> {
  const [project] = await tx.orm.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId));
  if (!project) throw new NotFound('project', projectId);
  await tx.orm
    .insert(projectFollows)
    .values({ userId: actingUser(tx), projectId })
    .onConflictDoNothing();
}

/** Ends the acting person’s following of a project. A second time changes nothing. */
export async function unfollowProject(
  tx: WriteTransaction,
  { projectId }: FollowProjectInput,
): Promise<void> {
  await tx.orm
    .delete(projectFollows)
    .where(and(eq(projectFollows.userId, actingUser(tx)), eq(projectFollows.projectId, projectId)));
}

/** Notes the projects whose deadline is near, for those who follow them. For the system. */
export async function noteClosingProjects(tx: WriteTransaction): Promise<void> {
  await tx.sql`select note_closing_projects()`;
}

/**
 * Writes a person a letter about each project with news that the person has not heard of, and marks the news as told in the same
 * transaction: a repetition finds nothing. An account that is no longer active hears nothing. For the system.
 */
export async function tellOfProjects(
  tx: WriteTransaction,
  { userId, origin }: { userId: string; origin: string },
): Promise<void> {
  const { id, projectId, reason, kind, words, deadlineAt } = projectNotices;
  const taken = await tx.orm
    .update(projectNotices)
    .set({ toldAt: sql`now()` })
    .where(and(eq(projectNotices.userId, userId), isNull(projectNotices.toldAt)))
    .returning({ id, projectId, reason, kind, words, deadlineAt });
  const [reader] = await tx.orm
    .select({ email: users.email, status: users.status })
    .from(users)
    .where(eq(users.id, userId));
  if (reader?.status !== 'ACTIVE') return;
  const about = await tx.orm
    .select({ id: projects.id, title: projects.title })
    .from(projects)
    .where(
      inArray(
        projects.id,
        taken.map((notice) => notice.projectId),
      ),
    )
    .orderBy(asc(projects.id));
  for (const project of about) {
    const notices = taken
      .filter((notice) => notice.projectId === project.id)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const strongest = (['POSTED', 'BIDS', 'EXCEPTED', 'DRAFTS', 'FOLLOWS'] as const).find((one) =>
      notices.some((notice) => notice.reason === one),
    );
    await sendLetter(tx, { userId, email: reader.email }, 'project-news', {
      origin,
      projectId: project.id,
      title: project.title,
      reason: strongest ?? 'FOLLOWS',
      news: notices.map((notice) => ({
        kind: notice.kind,
        words: notice.words,
        deadlineAt: notice.deadlineAt?.toISOString() ?? null,
      })),
    });
  }
}

/** Deletes news that was told more than 90 days ago. For the system. */
export async function forgetToldNotices({ orm }: WriteTransaction): Promise<void> {
  await orm
    .delete(projectNotices)
    .where(and(isNotNull(projectNotices.toldAt), lt(projectNotices.toldAt, sql`now() - interval '90 days'`)));
}
