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

/** Gives the demo accounts a password, and prints them for a person who tries the portal for the first time. */
export async function tellDemoAccounts(db: Database, keys: KeyRing, address: string): Promise<void> {
  const passwordHash = await hashPassword(demoPassword);
  const accounts = await giveDemoAccess(db, { passwordHash, keys });
  if (accounts.length === 0) return;
  say(`\nTo look around, sign in with the password ${demoPassword}:`);
  for (const { role, email } of accounts) say(`  ${role.replaceAll('_', ' ').padEnd(20)} ${email}`);
  say(`  a visitor            applies at ${address}/join`);
  say(`Mail and the staff’s sign-in codes are at ${address}/dev/outbox\n`);
}

/** The codes that the demo staff's authenticators show now. */
export async function readDemoCodes(db: Database, keys: KeyRing): Promise<{ email: string; code: string }[]> {
  const secrets = await db.read(actorOf(undefined, 'system:outbox'), (tx) => readDemoSecrets(tx, keys), {
    name: 'readDemoSecrets',
  });
  return secrets.map(({ email, secret }) => ({ email, code: codeAt(secret) }));
}
