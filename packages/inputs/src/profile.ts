import { z } from 'zod/mini';
import { phone } from './phone-number.ts';
import { lineOrNone, listOf, oneLine, unlessBlank } from './text.ts';

/** The details that people give about themselves, in an application and later in the settings. */
export const personAnswers = z.object({
  firstName: oneLine(100),
  lastName: oneLine(100),
  phone: unlessBlank(phone),
  city: z._default(lineOrNone(100), ''),
  zipCode: unlessBlank(
    z.string().check(
      z.regex(/^\d{5}(-?\d{4})?$/, 'Enter a five-digit ZIP code'),
      z.overwrite((zip) => zip.slice(0, 5)),
    ),
  ),
  skills: listOf(oneLine(40), 20, 'skills'),
});

/** The owner of an account keeps it current. The name of the company and its license are the company's. */
export const changeProfileInput = personAnswers;

export type ChangeProfileInput = z.infer<typeof changeProfileInput>;
