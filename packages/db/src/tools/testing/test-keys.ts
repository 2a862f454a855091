import { makeKey, readKeyRing } from '../../engine/secrets/key-ring.ts';

/** Keys of this process's tests. */
export const testKeys = readKeyRing(makeKey());
