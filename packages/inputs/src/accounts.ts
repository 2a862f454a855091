import { z } from 'zod';
import { linkToken, password } from './sign-in.ts';
import { email } from './text.ts';

export const confirmEmailInput = z.object({ token: linkToken });

export const resendConfirmationInput = z.object({ email });

export const changeEmailInput = z.object({ currentPassword: password, email });

export const closeAccountInput = z.object({ currentPassword: password });
