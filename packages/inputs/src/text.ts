import { z } from 'zod';

/** Free text. PostgreSQL holds every character but NUL. */
export const line = (longest: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll('\0', ' '))
    .trim()
    .max(longest, `is longer than ${longest} characters`);

/** Text that says something. */
export const words = (longest: number) => line(longest).min(1, 'is empty');

export const id = z.uuid('is not an id');

/** A page of a list: where the last one ended, and how long this one may be. */
export const page = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});

export type Page = z.infer<typeof page>;

/** Money in whole cents, more than none. */
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
