import { z } from 'zod/mini';
import { linkToken, newPassword, password } from './sign-in.ts';
import { email } from './text.ts';

/** The token of any mailed link, for finding out whether it is good. */
export const checkLinkInput = z.object({ token: linkToken });

export const confirmEmailInput = z.object({ token: linkToken, password: newPassword });

export const takeNewAddressInput = z.object({ token: linkToken });

export const cancelEmailChangeInput = z.object({ token: linkToken });

export const resendConfirmationInput = z.object({ email });

export const changeEmailInput = z.object({ currentPassword: password, email });

export const closeAccountInput = z.object({ currentPassword: password });
