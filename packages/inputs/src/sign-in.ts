import { z } from 'zod/mini';
import { changed, email, id } from './text.ts';

/** Asks for length, not for kinds of characters. The API refuses the most common passwords, whose list is there. */
export const newPassword = z
  .string()
  .check(
    z.minLength(10, 'must have at least 10 characters'),
    z.maxLength(200, 'must have at most 200 characters'),
    z.refine((text) => new Set(text).size > 3, 'must have at least four different characters'),
  )
  .register(z.globalRegistry, { lines: 'secret' });

/** A password to compare: its form tells nothing. */
export const password = z
  .string()
  .check(z.minLength(1, 'is required'), z.maxLength(200, 'is incorrect'))
  .register(z.globalRegistry, { lines: 'secret' });

/** The token of a mailed link. */
export const linkToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be the complete link'));

export const beginSignInInput = z.object({ email, password, isKept: z._default(z.boolean(), false) });

/** Six digits of an authenticator, or a recovery code. */
export const code = z.pipe(
  changed(z.string(), (text) => text.replace(/[\s-]/g, '').toUpperCase()),
  z
    .string()
    .check(z.regex(/^(\d{6}|[A-Z2-7]{20}|[A-Z2-7]{10})$/, 'Enter six digits or a complete recovery code')),
);

export const giveSecondFactorInput = z.object({ code });

export const requestPasswordResetInput = z.object({ email });

export const resetPasswordInput = z.object({ token: linkToken, password: newPassword });

export const changePasswordInput = z.object({ currentPassword: password, newPassword });

/** A code is needed where two-step sign-in is on already. */
export const beginTwoFactorInput = z.object({ currentPassword: password, code: z.optional(code) });

export const confirmTwoFactorInput = z.object({ code });

export const endTwoFactorInput = z.object({ currentPassword: password, code });

export const makeRecoveryCodesInput = z.object({ currentPassword: password, code });

export const renewSecondFactorInput = z.object({ code });

export const endSessionInput = z.object({ id });
