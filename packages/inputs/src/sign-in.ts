import { z } from 'zod';
import { email, id } from './text.ts';

/** Asks for length, not for kinds of characters. The API refuses the most common passwords, whose list is there. */
export const newPassword = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')
  .refine((text) => new Set(text).size > 3, 'must have at least four different characters')
  .meta({ lines: 'secret' });

/** A password to compare: its form tells nothing. */
export const password = z.string().min(1, 'is required').max(200, 'is incorrect').meta({ lines: 'secret' });

/** The token of a mailed link. */
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the complete link');

export const beginSignInInput = z.object({ email, password, isKept: z.boolean().default(false) });

/** Six digits of an authenticator, or a recovery code. */
const code = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(
    z.string().regex(/^(\d{6}|[A-Z2-7]{20}|[A-Z2-7]{10})$/, 'must be six digits or a complete recovery code'),
  );

export const giveSecondFactorInput = z.object({ code });

export const requestPasswordResetInput = z.object({ email });

export const resetPasswordInput = z.object({ token: linkToken, password: newPassword });

export const changePasswordInput = z.object({ currentPassword: password, newPassword });

/** A code is needed where two-step sign-in is on already. */
export const beginTwoFactorInput = z.object({ currentPassword: password, code: code.optional() });

export const confirmTwoFactorInput = z.object({ code });

export const endTwoFactorInput = z.object({ currentPassword: password, code });

export const makeRecoveryCodesInput = z.object({ currentPassword: password, code });

export const renewSecondFactorInput = z.object({ code });

export const endSessionInput = z.object({ id });
