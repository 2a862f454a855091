import { z } from 'zod/mini';
import { certificationKind } from './certification-kind.ts';
import { instantsOf, noSuchTime } from './clock-time.ts';
import { phone } from './phone-number.ts';
import { clockTime, dollars, projectCategories } from './projects.ts';
import { email, id, lineOrNone, linesOrNone, listOf, oneLine, timeZones, unlessBlank } from './text.ts';

/** All that somebody says of a project. */
const terms = {
  title: oneLine(200),
  description: linesOrNone(20_000),
  category: z.enum(projectCategories, 'must be one of the choices'),
  skills: listOf(oneLine(40), 20, 'trades and skills'),
  companyId: unlessBlank(id),
  agency: z._default(lineOrNone(200), ''),
  street: z._default(lineOrNone(200), ''),
  city: z._default(lineOrNone(100), ''),
  zipCode: unlessBlank(z.string().check(z.trim(), z.regex(/^\d{5}$/, 'must have five digits'))),
  budgetMin: unlessBlank(dollars),
  budgetMax: unlessBlank(dollars),
  timeZone: z.enum(timeZones, 'must be one of the choices'),
  deadline: unlessBlank(clockTime),
  questionsUntil: unlessBlank(clockTime),
  siteWalk: unlessBlank(clockTime),
  siteWalkPlace: z._default(lineOrNone(300), ''),
  isSiteWalkMandatory: z._default(z.boolean(), false),
  isPublicWorks: z._default(z.boolean(), false),
  needsDirRegistration: z._default(z.boolean(), false),
  goals: z._default(
    z
      .array(
        z.object({
          kind: certificationKind,
          percent: z
            .number('must be a percentage')
            .check(z.minimum(0.1, 'must be at least 0.1'), z.maximum(100, 'must be at most 100')),
        }),
      )
      .check(z.maxLength(8, 'must list at most 8 goals')),
    [],
  ),
  naicsCodes: z._default(
    z.string().check(
      z.trim(),
      z.overwrite((typed) =>
        typed
          .split(/[\s,;]+/)
          .filter(Boolean)
          .join(', '),
      ),
      z.regex(
        /^(?:\d{2,6}(?:, \d{2,6}){0,9})?$/,
        'must be codes of two to six digits, with commas between them',
      ),
    ),
    '',
  ),
  contactName: z._default(lineOrNone(200), ''),
  contactEmail: unlessBlank(email),
  contactPhone: unlessBlank(phone),
};

interface Times {
  deadline?: string | undefined;
  questionsUntil?: string | undefined;
  siteWalk?: string | undefined;
  timeZone: (typeof timeZones)[number];
}

/** Refuses the times that the clocks of the zone skip, each by its field. */
function checkTimes({ value, issues }: { value: Times; issues: z.core.$ZodRawIssue[] }): void {
  for (const field of ['deadline', 'questionsUntil', 'siteWalk'] as const) {
    const typed = value[field];
    if (typed !== undefined && instantsOf(typed, value.timeZone).length === 0)
      issues.push({ code: 'custom', input: typed, path: [field], message: noSuchTime });
  }
}

/** `version` is the one that the poster’s page showed. */
export const saveProjectInput = z
  .object({ projectId: id, version: z.int().check(z.minimum(1)), ...terms })
  .check(checkTimes);
export type SaveProjectInput = z.infer<typeof saveProjectInput>;

/** A project of an agency’s list of bids. The agency and its number name it from one list to the next. */
export const listedProject = z
  .object({
    ...terms,
    agency: oneLine(200),
    solicitationNumber: oneLine(100).check(z.regex(/[a-z0-9]/i, 'must have a letter or a digit')),
  })
  .check(checkTimes);
export type ListedProject = z.infer<typeof listedProject>;
