import { z } from 'zod/mini';
import { licenseNumber } from './contractors.ts';
import { personAnswers } from './profile.ts';
import { lineOrNone, linesOrNone, oneLine, unlessBlank } from './text.ts';

/** The answers of an application, each by itself. The forms ask for them in parts. */
export const applicationAnswers = z.extend(personAnswers, {
  company: z._default(lineOrNone(200), ''),
  licenseNumber: unlessBlank(licenseNumber),
  /** The database knows which tiers are open for applications. */
  tierCode: oneLine(40),
  statement: z._default(linesOrNone(2000), ''),
});

/** Says at `path` that a company is missing, beside whatever else is wrong. A student need not have one. */
export const companyUnlessStudent = (path: 'company' | 'tierCode', message: string) =>
  z.refine<{ company: string; tierCode: string }>(
    ({ company, tierCode }) => company !== '' || tierCode === 'STUDENT',
    { path: [path], message, when: ({ value }) => typeof value === 'object' && value !== null },
  );
