import { z } from 'zod/mini';
import { amountCents } from './amount.ts';
import { bounds, mapWindow } from './bounds.ts';
import { county } from './california.ts';
import { certificationKind } from './certification-kind.ts';
import { around, changed, cursor, id, isNearDay, limit, listOf, oneLine, page, searchText } from './text.ts';

export const projectCategories = [
  'COMMERCIAL',
  'RESIDENTIAL',
  'PUBLIC_WORKS',
  'INFRASTRUCTURE',
  'INDUSTRIAL',
  'TENANT_IMPROVEMENT',
] as const;

export const projectStatuses = [
  'DRAFT',
  'PUBLISHED',
  'BIDDING_OPEN',
  'CLOSED',
  'AWARDED',
  'CANCELLED',
] as const;

export type ProjectStatus = (typeof projectStatuses)[number];

export const getProjectInput = z.object({ projectId: id });

/** The filters of the list of opportunities. */
export const searchProjectsInput = z.extend(z.extend(page, around.shape), {
  /** The typed text, in web-search syntax. */
  q: z._default(searchText(200), ''),
  categories: listOf(z.enum(projectCategories), projectCategories.length, 'categories'),
  /** Codes of skills and license classifications. The project asks for any one of them. */
  skills: listOf(oneLine(40), 20, 'skills'),
  /** Only projects that may pay this much. */
  budgetCents: z.optional(amountCents),
});

export type SearchProjectsInput = z.infer<typeof searchProjectsInput>;

export const changeProjectStatusInput = z.object({ projectId: id, status: z.enum(projectStatuses) });

export type ChangeProjectStatusInput = z.infer<typeof changeProjectStatusInput>;

/** A day and a time on the clock of a place, such as `2026-12-08T15:00`. The database knows the place’s zone. */
export const clockTime = z.iso
  .datetime({ local: true, precision: -1, error: 'must be a date and a time' })
  .check(z.regex(/\d$/, 'must be a date and a time'), isNearDay());

export const extendBiddingInput = z.object({ projectId: id, deadline: clockTime });

export type ExtendBiddingInput = z.infer<typeof extendBiddingInput>;

export const listProjectsInput = z.extend(page, {
  status: z._default(z.enum(projectStatuses), 'BIDDING_OPEN'),
  category: z.optional(z.enum(projectCategories)),
});

export type ListProjectsInput = z.infer<typeof listProjectsInput>;

/** The wanted percent of participation by kind of certification. */
export type ProjectGoals = Record<string, number>;

/** The filters of the list of projects, as its address carries them. All that is given must hold. */
export const projectFilters = z.extend(around, {
  /** Words of the title, the description and the city. */
  q: z._default(searchText(200), ''),
  /** Open for work, or over. */
  state: z._default(z.enum(['open', 'over'], 'must be open or over'), 'open'),
  category: z.optional(z.enum(projectCategories, 'must be one of the choices')),
  /** The code of a class or a skill that the project asks for. */
  work: z.optional(oneLine(40)),
  county: z.optional(county),
  /** Projects where the reader’s own firm works. */
  isInOwnArea: z._default(z.boolean('must be true or false'), false),
  /** Projects that one of the reader’s own firms can bid on, as far as the portal knows. */
  isQualified: z._default(z.boolean('must be true or false'), false),
  /** Projects that the reader follows. */
  isFollowed: z._default(z.boolean('must be true or false'), false),
  /** Whole dollars that the project may pay. */
  budget: z.optional(
    z
      .number('must be a number of dollars')
      .check(z.int('must be whole dollars'), z.minimum(1), z.maximum(1_000_000_000)),
  ),
  /** Bids are due within so many days. */
  dueDays: z.optional(z.number('must be a number of days').check(z.int(), z.minimum(1), z.maximum(365))),
  /** Projects with a goal for this kind of certification. */
  goal: z.optional(certificationKind),
  isPublicWorks: z._default(z.boolean('must be true or false'), false),
  /** Projects that a map shows in this rectangle. */
  bounds: z.optional(bounds),
});
export type ProjectFilters = z.infer<typeof projectFilters>;

export const projectOrders = ['deadline', 'newest', 'nearest'] as const;

export const browseProjectsInput = z.extend(projectFilters, {
  /** `nearest` needs a place; without one it is the deadline. */
  order: z._default(z.enum(projectOrders, 'must be deadline, newest or nearest'), 'deadline'),
  cursor: z.optional(cursor),
  limit: limit(100, 25),
});
export type BrowseProjectsInput = z.infer<typeof browseProjectsInput>;

export const mapProjectsInput = z.extend(projectFilters, mapWindow);
export type MapProjectsInput = z.infer<typeof mapProjectsInput>;

/** A month as an address carries it, such as `2026-12`. */
export const calendarMonth = z
  .string()
  .check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-12'));

export const listProjectDatesInput = z.extend(projectFilters, {
  /** The month on the clocks of each project’s zone. Without one it is this month in California. */
  month: z.optional(calendarMonth),
});
export type ListProjectDatesInput = z.infer<typeof listProjectDatesInput>;

/** The dates of a project that a calendar shows. */
export const projectDateKinds = ['QUESTIONS', 'SITE_WALK', 'BIDS'] as const;
export type ProjectDateKind = (typeof projectDateKinds)[number];

export const listMatchesInput = z.object({ limit: limit(20, 4) });
export type ListMatchesInput = z.infer<typeof listMatchesInput>;

/** Reads the filters and the order as an address carries them. @throws $ZodError that names the wrong fields. */
export function readProjectQuery(
  query: URLSearchParams,
): ProjectFilters & { order: BrowseProjectsInput['order'] } {
  const given: Record<string, unknown> = Object.fromEntries([...query].filter(([, value]) => value !== ''));
  for (const name of ['miles', 'budget', 'dueDays']) if (name in given) given[name] = Number(given[name]);
  for (const name of ['isInOwnArea', 'isQualified', 'isFollowed', 'isPublicWorks'])
    if (name in given) given[name] = given[name] === 'true';
  const { cursor: _, limit: _limit, ...asked } = browseProjectsInput.parse(given);
  return asked;
}

/** An amount of money as a person types it, without signs: `1500` or `1500.50`. */
export const dollars = z.pipe(
  // A comma that separates no thousands may stand for a point: “12,34”.
  changed(z.string(), (typed) => typed.replace(/[$\s]/g, '').replace(/(?<=\d),(?=\d{3}(?:[,.]|$))/g, '')),
  z.string().check(
    z.regex(/^\d{1,9}(?:\.\d{2})?$/, 'must be an amount such as 500 or 500.50'),
    z.refine((typed) => Number(typed) > 0, 'must be more than zero'),
  ),
);

export const createProjectInput = z.object({ title: oneLine(200) });
export type CreateProjectInput = z.infer<typeof createProjectInput>;

/** `PUBLISHED` announces a project, and `BIDDING_OPEN` takes bids too. */
export const publishProjectInput = z.object({
  projectId: id,
  status: z.enum(['PUBLISHED', 'BIDDING_OPEN'], 'must be one of the choices'),
});
export type PublishProjectInput = z.infer<typeof publishProjectInput>;

export const cancelProjectInput = z.object({ projectId: id, reason: oneLine(300) });
export type CancelProjectInput = z.infer<typeof cancelProjectInput>;

export const projectFileInput = z.object({ projectId: id, fileId: id, replacesId: z.optional(id) });
export type ProjectFileInput = z.infer<typeof projectFileInput>;

/** The work and the place of a project, for the number of firms that could do it. */
export const countFirmsForWorkInput = z.extend(around, {
  skills: listOf(oneLine(40), 20, 'trades and skills'),
});
export type CountFirmsForWorkInput = z.infer<typeof countFirmsForWorkInput>;
