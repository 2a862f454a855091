import { makeKey, readKeyRing } from '../../engine/secrets/key-ring.ts';

/** Keys for the tests of this process. */
export const testKeys = readKeyRing(makeKey());
