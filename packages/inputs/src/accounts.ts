import { z } from 'zod';
import { password } from './sign-in.ts';
import { email } from './text.ts';

export const changeEmailInput = z.object({ currentPassword: password, email });
