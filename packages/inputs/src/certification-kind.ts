import { z } from 'zod/mini';

/** The code of a kind of certification. Apart from the inputs, so that an address with a kind needs little code. */
export const certificationKind = z.string().check(z.regex(/^[A-Z0-9_]{1,20}$/, 'must be one of the choices'));
