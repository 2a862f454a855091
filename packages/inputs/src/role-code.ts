import { z } from 'zod/mini';

/** Apart from the words of the permissions, which the address of a page does not need. */
export const roleCode = z.string().check(z.regex(/^[a-z][a-z_]{1,39}$/, 'must be a role’s code'));
