import { z } from 'zod';
import { email, id } from './text.ts';

/** Length over composition; the commonest passwords are refused where the list of them is. */
export const newPassword = z
  .string()
  .min(10, 'has fewer than 10 characters')
  .max(200, 'has more than 200 characters');

/** A password that is compared, so that nothing is said about its form. */
export const password = z.string().min(1, 'is empty').max(200, 'is not right');

/** What a mailed link carries. */
export const linkTokenInput = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not the whole link'),
});

export const signInInput = z.object({ email, password, isKept: z.boolean().default(false) });

/** Six digits of an authenticator, or a recovery code. */
export const secondFactorInput = z.object({
  code: z
    .string()
    .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^(\d{6}|[A-Z2-7]{10})$/, 'is six digits, or a recovery code of ten characters')),
});

export const forgotPasswordInput = z.object({ email });

export const resetPasswordInput = linkTokenInput.extend({ password: newPassword });

export const changePasswordInput = z.object({ currentPassword: password, newPassword });

export const currentPasswordInput = z.object({ currentPassword: password });

export const endSessionInput = z.object({ id });
