import { classInWords } from '@namc/inputs/class-words';
import { distanceWords, roughDistance } from '@namc/inputs/miles';
import type { NotifyTime } from '@namc/inputs/saved-searches';
import { notifyTimes } from '@namc/inputs/saved-searches';
import { tradeSkills } from '@namc/inputs/skills';
import { pick } from '../engine/columns/pick.ts';
import { anyOf, computed, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { listMatchesAmong, type ProjectMatch } from '../projects/queries/matches.ts';
import { matchChoices, projectMatches } from './tables.ts';

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

const matched = pick(matchChoices, ['userId'], 'k');
const matchedAtOnce = 500;

/** A page of the people who are matched with all projects. For the system. */
export async function listPeopleToMatch(
  { sql }: Transaction,
  { after }: { after: string | undefined },
): Promise<string[]> {
  const rows = await rowsOf(sql, matched)`
    select ${matched(sql)} from match_choices k join users u on u.id = k.user_id
    where u.status = 'ACTIVE' and k.began_at is not null ${after === undefined ? sql`` : sql`and k.user_id > ${after}`}
    order by k.user_id limit ${matchedAtOnce}`;
  return rows.map(({ userId }) => userId);
}

/** A project of a letter, with the reasons as sentences. */
export interface MatchInWords {
  id: string;
  title: string;
  reasons: string[];
}

const skillNames: Record<string, string> = tradeSkills;
const and = new Intl.ListFormat('en-US');

const inZone = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);

/** A project with the reasons why a firm can bid on it, each a sentence. */
export function matchInWords(match: ProjectMatch): MatchInWords {
  const { has, company, meters, isInArea, isBonded, countsToward, siteWalkAt, deadlineAt } = match;
  const [classes, skills] = [
    has.filter((code) => !(code in skillNames)),
    has.filter((code) => code in skillNames),
  ];
  return {
    id: match.id,
    title: match.title,
    reasons: [
      classes.length > 0 &&
        `It needs ${and.format(classes.map(classInWords))}: ${company} holds ${classes.length === 1 ? 'it' : 'them'} in good standing.`,
      skills.length > 0 &&
        `It needs ${and.format(skills.map((code) => skillNames[code] ?? code))}: ${company} has it.`,
      meters !== null &&
        `It is ${distanceWords(roughDistance(meters, null))} away${isInArea ? ', in your service area' : ''}.`,
      meters === null && isInArea && 'It is in your service area.',
      isBonded === true && 'Your bonding covers it.',
      isBonded === false && 'Its budget is above your bond for one job.',
      countsToward.length > 0 && `Your ${and.format(countsToward)} counts toward its goals.`,
      siteWalkAt &&
        `The site walk is ${inZone(siteWalkAt, match.deadlineTimeZone)}${match.isSiteWalkMandatory ? ', and bidders have to join it' : ''}.`,
      deadlineAt && `Bids are due ${inZone(deadlineAt, match.deadlineTimeZone)}.`,
    ].filter((reason): reason is string => typeof reason === 'string'),
  };
}
