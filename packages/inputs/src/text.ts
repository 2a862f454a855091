import { z } from 'zod';

/** Free text. PostgreSQL stores every character but NUL. */
export const line = (longest: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll('\0', ' '))
    .trim()
    .max(longest, `is longer than ${longest} characters`);

/** Text that is not empty. */
export const words = (longest: number) => line(longest).min(1, 'is empty');

/** A calendar date without a time, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date('is not a day such as 2026-12-31');

export const id = z.uuid('is not an id');

/** A page of a list: where the page before ended, and how long this one may be. */
export const page = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});

export type PageInput = z.infer<typeof page>;

/** Money in whole cents, at least one. */
export const amountCents = z
  .number()
  .int('is not a whole number of cents')
  .min(1, 'is not more than nothing')
  .max(100_000_000_000, 'is more than a billion dollars');

/** A person's own words for a place, and the statute miles around it. */
export const around = z.object({
  near: line(80).default(''),
  miles: z.number().min(1, 'is less than 1 mile').max(200, 'is more than 200 miles').default(50),
});

/** The time zone of a deadline or a start. The portal shows it in Los Angeles time with the zone named. */
export const timeZones = [
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Anchorage',
  'Pacific/Honolulu',
] as const;

/** Stored trimmed and in lower case. */
export const email = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .max(254, 'is longer than 254 characters')
      .regex(/^[^@\s\0]+@[^@\s\0]+\.[^@\s\0]+$/, 'is not an email address'),
  );

/** Ten digits of a US number in any notation, stored as E.164. */
export const phone = z
  .string()
  .transform((text) => text.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, ''))
  .pipe(z.string().regex(/^[2-9]\d{2}[2-9]\d{6}$/, 'is not a US phone number of ten digits'))
  .transform((digits) => `+1${digits}`);

/** A form field that may be left empty. */
export const unlessBlank = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .string()
    .optional()
    .transform((text) => (text?.trim() ? text : undefined))
    .pipe(schema.optional());
