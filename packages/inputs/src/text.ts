import { z } from 'zod';

/** Free text. PostgreSQL stores every character but NUL. */
export const line = (longest: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll('\0', ' '))
    .trim()
    .max(longest, `must have at most ${longest} characters`);

/** Text that is not empty. */
export const words = (longest: number) => line(longest).min(1, 'is required');

/** A calendar date without a time, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date('must be a date such as 2026-12-31');

export const id = z.uuid('must be an id');

/** A page of a list: where the page before ended, and how long this one may be. */
export const page = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});

export type PageInput = z.infer<typeof page>;

/** Money in whole cents, at least one. */
export const amountCents = z
  .number('must be an amount of money')
  .int('must be a whole number of cents')
  .min(1, 'must be more than zero')
  .max(100_000_000_000, 'must be at most one billion dollars');

export const miles = (most: number) =>
  z
    .number('must be a number of miles')
    .min(1, 'must be at least 1 mile')
    .max(most, `must be at most ${most} miles`);

/** A person's own words for a place, and the statute miles around it. */
export const around = z.object({
  near: line(80).default(''),
  miles: miles(200).default(50),
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
      .max(254, 'must have at most 254 characters')
      .regex(/^[^@\s\0]+@[^@\s\0]+\.[^@\s\0]+$/, 'must be an email address, such as name@example.com'),
  );

/** Ten digits of a US number in any notation, stored as E.164. */
export const phone = z
  .string()
  .transform((text) => text.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, ''))
  .pipe(z.string().regex(/^[2-9]\d{2}[2-9]\d{6}$/, 'must be a ten-digit US phone number'))
  .transform((digits) => `+1${digits}`);

/** A form field that may be left empty. */
export const unlessBlank = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .string()
    .optional()
    .transform((text) => (text?.trim() ? text : undefined))
    .pipe(schema.optional());
