import { type Database, type DatabaseConfig, openDatabase } from '@namc/db';
import { currentSealKey } from '@namc/db/audit/seal/entry';
import { startEmbedded } from '@namc/db/embedded';
import type { KeyRing } from '@namc/db/keys';
import { migrate } from '@namc/db/migrate';
import { readKeys } from '@namc/db/read-keys';
import { giveDemoAccess, readDemoSecrets } from '@namc/db/seed/demo-access';
import { loadDemonstration } from '@namc/db/seed/load-demonstration';
import { seedDemoIfEmpty } from '@namc/db/seed/seed-demo';
import type { Settings } from '@namc/db/settings';
import { actorOf } from './actors.ts';
import { type PortalProcess, say, warn } from './run-until-stopped.ts';
import { codeAt } from './sign-in/authenticator.ts';
import { hashPassword } from './sign-in/passwords.ts';

/** The password of the demo accounts, which exist only in the embedded database. */
const demoPassword = 'norcal-demo-only';

/** Starts the embedded database in this folder, migrates it, and fills it with demo data if it is new. */
export async function startOwnDatabase(
  self: PortalProcess,
  { dataDirectory: directory, sealKeys }: Pick<Settings, 'dataDirectory' | 'sealKeys'>,
): Promise<{ config: DatabaseConfig; ping: () => Promise<void> }> {
  const embedded = await startEmbedded({ directory, onProgress: say });
  self.closeFirst(() => embedded.close());
  embedded.onExit((reason) => {
    warn(`The portal stops: ${reason}.`);
    void self.stop(1);
  });
  const { url } = embedded;
  await migrate({
    ownerUrl: url,
    embedded: true,
    onProgress: say,
    sealKey: currentSealKey(readKeys(sealKeys)),
  });
  await loadDemonstration({ ownerUrl: url, embedded: true, onProgress: say });
  const seeding = openDatabase({ url, maxConnections: 1 });
  await seedDemoIfEmpty(seeding, { onProgress: say }).finally(() => seeding.close());
  // It runs one transaction at a time, so more connections would only queue inside it.
  return {
    config: { url, maxConnections: 1, acquireTimeoutMs: 15_000, isEmbedded: true },
    ping: embedded.ping,
  };
}

/**
 * Gives the demo accounts a password, and returns the lines that tell a newcomer of them, at most 80 characters wide. No
 * lines if the database has none of them.
 */
export async function openDemoAccounts(db: Database, keys: KeyRing, address: string): Promise<string[]> {
  const passwordHash = await hashPassword(demoPassword);
  const accounts = await giveDemoAccess(db, { passwordHash, keys });
  if (accounts.length === 0) return [];
  const row = (who: string, email: string, shows: string) =>
    `  ${who.padEnd(18)}  ${email.padEnd(29)}  ${shows}`;
  return [
    '',
    `To look around, sign in with the password ${demoPassword}:`,
    '',
    row('account', 'email', 'what you see'),
    ...accounts.map(({ role, email, shows }) => row(role.replaceAll('_', ' '), email, shows)),
    '',
    `Email, and the sign-in codes of staff: ${address}/dev/outbox`,
    `To apply as somebody new: ${address}/join`,
    '',
  ];
}

/** The codes that the demo staff's authenticators show now. */
export async function readDemoCodes(db: Database, keys: KeyRing): Promise<{ email: string; code: string }[]> {
  const secrets = await db.read(actorOf(undefined, 'system:outbox'), (tx) => readDemoSecrets(tx, keys), {
    name: 'readDemoSecrets',
  });
  return secrets.map(({ email, secret }) => ({ email, code: codeAt(secret) }));
}
