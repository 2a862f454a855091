import { makeKey, readKeyRing } from '../secrets/key-ring.ts';

/** Keys of this process's tests. */
export const testKeys = readKeyRing(makeKey());
