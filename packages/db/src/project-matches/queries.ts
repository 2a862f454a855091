import type { NotifyTime } from '@namc/inputs/saved-searches';
import { notifyTimes } from '@namc/inputs/saved-searches';
import { pick } from '../engine/columns/pick.ts';
import { anyOf, computed, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { listMatchesAmong } from '../projects/queries/matches.ts';
import { projectMatches } from './tables.ts';
import { type MatchInWords, matchInWords } from './words.ts';

const choice = computed({ notify: anyOf(notifyTimes) });

/** When the acting person hears of projects that their firm can bid on. */
export async function getMatchChoice({ sql }: Transaction): Promise<NotifyTime> {
  const [row] = await rowsOf(sql, choice)`
    select coalesce((select notify from match_choices where user_id = current_user_id()), 'DAILY') as notify`;
  return row?.notify ?? 'DAILY';
}

const reader = pick(projectMatches, ['userId'], 'n');

/** The people with matches that no letter has told, and that are told at these times. For the system. */
export async function listPeopleWithMatches(
  { sql }: Transaction,
  { times }: { times: NotifyTime[] },
): Promise<string[]> {
  const rows = await rowsOf(sql, reader)`
    select distinct ${reader(sql)} from project_matches n join match_choices k on k.user_id = n.user_id
    where n.told_at is null and k.notify = any (${times}::text[]) order by n.user_id`;
  return rows.map(({ userId }) => userId);
}

/** New projects that a firm of a reader can bid on, as a letter tells of them. */
export interface MatchNews {
  origin: string;
  projects: MatchInWords[];
  /** All of them, also those that the letter has no room for. */
  count: number;
  /** Ends the letters. It is added when the letter leaves. */
  key: string | null;
}

const standing = computed({ key: 'string' });

/**
 * The part of a letter that is true when it leaves: projects that still match, with the reasons of now, for somebody who still
 * wants to hear of them. Undefined if nothing is left. For the system.
 */
export async function matchNewsNow(
  tx: Transaction,
  about: MatchNews,
  userId: string,
): Promise<MatchNews | undefined> {
  const [now] = await rowsOf(tx.sql, standing)`
    select k.unsubscribe_key::text as key from match_choices k join users u on u.id = k.user_id
    where k.user_id = ${userId} and k.notify <> 'OFF' and u.status = 'ACTIVE'`;
  if (!now) return undefined;
  const matches = await listMatchesAmong(tx, { userId, projectIds: about.projects.map(({ id }) => id) });
  const projects = matches.map(matchInWords);
  const gone = about.projects.length - projects.length;
  return projects.length > 0 ? { ...about, projects, count: about.count - gone, key: now.key } : undefined;
}
