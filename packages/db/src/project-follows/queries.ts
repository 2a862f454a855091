import { pick } from '../engine/columns/pick.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { projects } from '../projects/tables.ts';
import { type noticeReasons, projectFollows, projectNotices } from './tables.ts';

const followed = pick(projectFollows, ['projectId']);

/** The projects that the acting person follows, for the buttons of a list. */
export async function listFollowedProjects({ sql }: Transaction): Promise<string[]> {
  const rows = await rowsOf(sql, followed)`
    select ${followed(sql)} from project_follows where user_id = current_user_id() order by project_id`;
  return rows.map(({ projectId }) => projectId);
}

const reader = pick(projectNotices, ['userId']);

/** The people with news of projects that no letter has told. For the system. */
export async function listReadersOfProjects({ sql }: Transaction): Promise<string[]> {
  const rows = await rowsOf(sql, reader)`
    select distinct ${reader(sql)} from project_notices where told_at is null order by user_id`;
  return rows.map(({ userId }) => userId);
}

/** A piece of news of a project. */
export interface ProjectNews {
  kind: (typeof projectNotices.$inferSelect)['kind'];
  words: string;
  /** Of a deadline that is near: the deadline. */
  deadlineAt: string | null;
}

/** The news of one project for one reader. */
export interface NewsOfProject {
  origin: string;
  projectId: string;
  title: string;
  reason: (typeof noticeReasons)[number];
  news: ProjectNews[];
  /** Ends the following. Added when the letter leaves. */
  key?: string;
}

const deadline = pick(projects, ['deadlineAt'], 'p');
const state = computed({
  isOpen: 'boolean',
  /** Null for somebody who does not follow it. */
  key: 'string | null',
});

/**
 * The news of a letter that are still true when it leaves: hours may have passed. A deadline that has moved is no longer near, and
 * somebody who has stopped following the project hears nothing. Undefined if nothing is left. For the system.
 */
export async function projectLetterNow(
  { sql }: Transaction,
  about: NewsOfProject,
  userId: string,
): Promise<NewsOfProject | undefined> {
  const [now] = await rowsOf(sql, deadline, state)`
    select ${deadline(sql)}, p.status in ('PUBLISHED', 'BIDDING_OPEN') and coalesce(p.deadline_at > now(), true) as "isOpen",
      f.unsubscribe_key::text as key
    from projects p join users u on u.id = ${userId} and u.status = 'ACTIVE'
    left join project_follows f on f.project_id = p.id and f.user_id = u.id
    where p.id = ${about.projectId}`;
  if (!now || (about.reason === 'FOLLOWS' && now.key === null)) return undefined;
  const news = about.news.filter(
    ({ kind, deadlineAt }) =>
      kind !== 'project-closing' || (now.isOpen && now.deadlineAt?.toISOString() === deadlineAt),
  );
  if (news.length === 0) return undefined;
  return { ...about, news, ...(now.key !== null && { key: now.key }) };
}
