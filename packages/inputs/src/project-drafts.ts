import { z } from 'zod/mini';
import { certificationKind } from './certification-kind.ts';
import { instantsOf, noSuchTime } from './clock-time.ts';
import { clockTime, dollars, projectCategories } from './projects.ts';
import {
  email,
  id,
  lineOrNone,
  linesOrNone,
  listOf,
  oneLine,
  phone,
  timeZones,
  unlessBlank,
} from './text.ts';

/** All that the poster says of a project. `version` is the one that the poster’s page showed. */
export const saveProjectInput = z
  .object({
    projectId: id,
    version: z.int().check(z.minimum(1)),
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
  })
  .check(({ value, issues }) => {
    for (const field of ['deadline', 'questionsUntil', 'siteWalk'] as const) {
      const typed = value[field];
      if (typed !== undefined && instantsOf(typed, value.timeZone).length === 0)
        issues.push({ code: 'custom', input: typed, path: [field], message: noSuchTime });
    }
  });
export type SaveProjectInput = z.infer<typeof saveProjectInput>;
