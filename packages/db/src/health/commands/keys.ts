import { createHmac } from 'node:crypto';
import { sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import type { BidKeyRing } from '../../engine/secrets/bid-keys.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { portalKeys } from '../tables.ts';

type NotedKey = Pick<typeof portalKeys.$inferInsert, 'kind' | 'name' | 'fingerprint'>;

/** The keys that a process holds. What it does not hold is undefined. */
export interface HeldKeys {
  encryption: KeyRing | undefined;
  seal: KeyRing | undefined;
  bids?: BidKeyRing | undefined;
  cookieSecret: string | undefined;
  metricsToken: string | undefined;
}

/** The same for the same key, and too short to tell the key by. */
const fingerprintOf = (key: Buffer | string): string =>
  createHmac('sha256', key).update('namc portal age of a key').digest('hex').slice(0, 16);

/** The fingerprints of the current keys, which are all that leaves this process. */
export function fingerprintsOf({ encryption, seal, bids, cookieSecret, metricsToken }: HeldKeys): NotedKey[] {
  const ofText = (kind: NotedKey['kind'], secret: string | undefined): NotedKey[] =>
    secret ? [{ kind, name: null, fingerprint: fingerprintOf(secret) }] : [];
  return [
    ...(encryption
      ? [
          {
            kind: 'ENCRYPTION' as const,
            name: encryption.current.id,
            fingerprint: fingerprintOf(encryption.current.index),
          },
        ]
      : []),
    ...(seal
      ? [{ kind: 'SEAL' as const, name: seal.current.id, fingerprint: fingerprintOf(seal.current.seal) }]
      : []),
    ...(bids
      ? [{ kind: 'BIDS' as const, name: bids.current.id, fingerprint: fingerprintOf(bids.current.publicKey) }]
      : []),
    ...ofText('COOKIE', cookieSecret),
    ...ofText('METRICS', metricsToken),
  ];
}

/** Notes which keys a process holds now. The time of the first note of a key stays. For the system. */
export async function noteKeys({ orm }: WriteTransaction, noted: NotedKey[]): Promise<void> {
  if (noted.length === 0) return;
  await orm
    .insert(portalKeys)
    .values(noted)
    .onConflictDoUpdate({
      target: [portalKeys.kind, portalKeys.fingerprint],
      set: { name: text`excluded.name`, lastSeenAt: text`now()` },
    });
}
