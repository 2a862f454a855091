import { z } from 'zod';
import { licenseNumber } from './contractors.ts';
import { id, line, page, words } from './text.ts';

/** As it is kept: trimmed, in lower case. */
export const email = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .max(254, 'is longer than 254 characters')
      .regex(/^[^@\s\0]+@[^@\s\0]+\.[^@\s\0]+$/, 'is not an e-mail address'),
  );

/** Length over composition; the commonest passwords are refused where the list of them is. */
export const newPassword = z
  .string()
  .min(10, 'has fewer than 10 characters')
  .max(200, 'has more than 200 characters');

/** A password that is compared, so that nothing is said about its form. */
const password = z.string().min(1, 'is empty').max(200, 'is not right');

/** Ten digits of a US number, however they were typed; kept as E.164. */
export const phone = z
  .string()
  .transform((text) => text.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, ''))
  .pipe(z.string().regex(/^[2-9]\d{2}[2-9]\d{6}$/, 'is not a US phone number of ten digits'))
  .transform((digits) => `+1${digits}`);

/** A field of a form may be left empty. */
const unlessBlank = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .string()
    .optional()
    .transform((text) => (text?.trim() ? text : undefined))
    .pipe(schema.optional());

/** What a mailed link carries. */
export const linkToken = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not the whole link'),
});

/** Tiers that one can apply for. */
export const applicationTiers = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT'] as const;

export const application = z.object({
  company: words(200),
  licenseNumber: unlessBlank(licenseNumber),
  tierCode: z.enum(applicationTiers, 'is not a kind of membership'),
  firstName: words(100),
  lastName: words(100),
  email,
  phone: unlessBlank(phone),
  city: line(100).default(''),
  zipCode: unlessBlank(z.string().regex(/^\d{5}$/, 'is not a ZIP code of five digits')),
  skills: z.array(words(40)).max(20, 'names more than 20 skills').default([]),
  statement: line(2000).default(''),
  password: newPassword,
});
export type Application = z.infer<typeof application>;

export const applicationReply = z.object({ body: words(4000) });

export const signIn = z.object({ email, password, isKept: z.boolean().default(false) });

/** Six digits of an authenticator, or a recovery code. */
export const secondFactor = z.object({
  code: z
    .string()
    .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^(\d{6}|[A-Z2-7]{10})$/, 'is six digits, or a recovery code of ten characters')),
});

export const emailOnly = z.object({ email });

export const passwordReset = linkToken.extend({ password: newPassword });

export const passwordChange = z.object({ currentPassword: password, newPassword });

export const emailChange = z.object({ currentPassword: password, email });

export const passwordOnly = z.object({ currentPassword: password });

export const sessionId = z.object({ id });

/** Where an application for membership is. */
export const applicationStatuses = [
  'UNVERIFIED',
  'SUBMITTED',
  'QUESTION',
  'APPROVED',
  'DECLINED',
  'WITHDRAWN',
] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

export const applicationQueue = page.extend({
  status: z.enum(applicationStatuses).default('SUBMITTED'),
});

export const applicationById = z.object({ id });
export const applicationQuestion = z.object({ id, body: words(4000) });

const ids = z.array(id).min(1, 'names no application').max(100, 'names more than 100 applications');
export const applicationsApproval = z.object({ ids, reason: line(1000).default('') });
export const applicationsRefusal = z.object({ ids, reason: words(1000) });
