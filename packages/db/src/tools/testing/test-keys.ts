import type { OpeningKeys } from '../../bids/commands/open.ts';
import type { SealingKeys } from '../../bids/commands/sealing.ts';
import { readBidKeyRing } from '../../engine/secrets/bid-keys.ts';
import { makeKey, readKeyRing } from '../../engine/secrets/key-ring.ts';

/** Keys for the tests of this process. */
export const testKeys = readKeyRing(makeKey());
/** The keys of its worker, and those with which it seals bids. */
export const testBidKeys = readBidKeyRing(makeKey());
export const testSealing: SealingKeys = { keys: testKeys, bidKey: testBidKeys.current };
export const testOpening: OpeningKeys = { keys: testKeys, ring: testBidKeys };
