import { z } from 'zod/mini';

/** The token of a personal link in an invitation. */
export const claimToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'is not whole'));
