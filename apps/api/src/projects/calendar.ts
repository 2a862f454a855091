import { forRequest } from '@namc/db';
import { californiaDay } from '@namc/db/contractors/standing/california-day';
import { exportProjectDates, type ProjectDate } from '@namc/db/projects/queries/dates';
import { getProject } from '@namc/db/projects/queries/list';
import { getProjectInput, type ProjectDateKind, readProjectQuery } from '@namc/inputs/projects';
import type { Context } from 'hono';
import { ICalCalendar, ICalEventStatus } from 'ical-generator';
import type { Route } from '../download.ts';
import type { CallerVariables } from '../sessions/identify-caller.ts';
import { admit, allowedBy } from '../trpc.ts';
import { projectsRouter } from './router.ts';

type Dated = Pick<
  ProjectDate,
  | 'isCanceled'
  | 'title'
  | 'deadlineTimeZone'
  | 'isSiteWalkMandatory'
  | 'version'
  | 'updatedAt'
  | 'projectId'
  | 'kind'
  | 'at'
> & {
  /** The city, or the meeting place for those who may read it. */
  place: string | null;
};

const words: Record<ProjectDateKind, { of: string; sentence: (at: string) => string }> = {
  QUESTIONS: { of: 'Questions due', sentence: (at) => `Questions are taken until ${at}.` },
  SITE_WALK: { of: 'Site walk', sentence: (at) => `The site walk begins ${at}.` },
  BIDS: { of: 'Bids due', sentence: (at) => `Bids have to be in before ${at}.` },
};

const inZone = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);

/** A calendar with times in UTC. A date keeps its id, so that a program that reads the file again moves it instead of adding another. */
function makeCalendar(dates: Dated[], origin: string): string {
  const { hostname } = new URL(origin);
  const calendar = new ICalCalendar({
    name: 'NAMC NorCal projects',
    prodId: { company: 'NAMC NorCal', product: 'Member Portal', language: 'EN' },
  });
  for (const date of dates) {
    const { of, sentence } = words[date.kind];
    const url = `${origin}/projects/${date.projectId}`;
    const mandatory =
      date.kind === 'SITE_WALK' && date.isSiteWalkMandatory ? ' Bidders have to join it.' : '';
    calendar.createEvent({
      id: `${date.kind.toLowerCase().replace('_', '-')}-${date.projectId}@${hostname}`,
      start: date.at,
      stamp: date.updatedAt,
      lastModified: date.updatedAt,
      sequence: date.version,
      summary: `${of}: ${date.title}`,
      description: `${sentence(inZone(date.at, date.deadlineTimeZone))}${mandatory}\n${url}`,
      url,
      ...(date.kind === 'SITE_WALK' && date.place && { location: date.place }),
      ...(date.isCanceled && { status: ICalEventStatus.CANCELLED }),
    });
  }
  return calendar.toString();
}

/** Sends the dates of the projects of a search, and those of one project, as files for a calendar program. */
export const projectCalendars =
  (origin: string): Route =>
  (app, { db, limits }) => {
    const headers = (fileName: string) => ({
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName}.ics"`,
      'Cache-Control': 'no-store',
    });
    type Request = Context<{ Variables: CallerVariables }>;
    const count = (c: Request) => {
      const { userId } = c.get('signedIn')?.account ?? {};
      return userId
        ? limits.count('download by account', userId)
        : limits.countNetwork('download by address', c.get('caller').origin.address);
    };
    const databaseOf = (c: Request, name: string) =>
      forRequest(db, {
        requestId: c.get('requestId'),
        signal: c.req.raw.signal,
        after: c.get('after'),
        afterHint: c.get('afterHint'),
        name,
      });
    app.get('/api/projects.ics', async (c) => {
      const actor = admit(allowedBy(projectsRouter.browse), c.get('signedIn'));
      await count(c);
      const input = readProjectQuery(new URL(c.req.url).searchParams);
      const own = databaseOf(c, 'download project dates');
      const dates = await own.read(actor, (tx) => exportProjectDates(tx, input));
      const file = makeCalendar(
        dates.map((date) => ({ ...date, place: date.city })),
        origin,
      );
      return c.body(file, 200, headers(`projects-${californiaDay(new Date())}`));
    });
    app.get('/api/projects/:projectId/dates.ics', async (c) => {
      const actor = admit(allowedBy(projectsRouter.get), c.get('signedIn'));
      await count(c);
      const input = getProjectInput.parse(c.req.param());
      const own = databaseOf(c, 'download dates of a project');
      // It leaves out the meeting place for those who may not read it.
      const project = await own.read(actor, (tx) => getProject(tx, input));
      const { questionsUntil, siteWalkAt, deadlineAt } = project;
      const dates = [
        { kind: 'QUESTIONS', at: questionsUntil } as const,
        { kind: 'SITE_WALK', at: siteWalkAt } as const,
        { kind: 'BIDS', at: deadlineAt } as const,
      ].flatMap(({ kind, at }) => (at ? [{ kind, at }] : []));
      const file = makeCalendar(
        dates.map((date) => ({
          ...project,
          ...date,
          projectId: project.id,
          place: project.siteWalkPlace ?? project.city,
          isCanceled: project.stage === 'CANCELLED',
        })),
        origin,
      );
      return c.body(file, 200, headers('project-dates'));
    });
  };
