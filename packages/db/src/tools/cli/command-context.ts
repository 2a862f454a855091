import type { Writable } from 'node:stream';
import { type Database, openDatabase } from '../../database.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import type { Settings } from '../../engine/settings.ts';

/** What each command of `portal` may use; `portal.ts` makes it. */
export interface CommandContext {
  /** Read from the environment when a command first asks. @throws SettingsError that names every wrong variable. */
  readonly settings: Settings;
  /** The database with its owner's rights: the one in the settings, or the embedded one. */
  openOwner(): Promise<OwnedDatabase>;
  /** The portal's own keys, as it finds them when it starts. @throws Failure when there are none. */
  readKeys(): KeyRing;
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  /** The person who runs the command, recorded with what the command does. */
  user: string;
}

export interface OwnedDatabase {
  ownerUrl: string;
  url: string;
  /** The other servers of the same database. */
  replicaUrls?: string[];
  preparedStatements?: boolean;
  embedded: boolean;
  close(): Promise<void>;
}

/** Opens the portal's data for one command, and closes it however the command ends. */
export async function withDatabase<T>(
  context: CommandContext,
  run: (db: Database, opened: OwnedDatabase) => Promise<T>,
): Promise<T> {
  const opened = await context.openOwner();
  const { url, preparedStatements = true } = opened;
  const db = openDatabase({ url, preparedStatements, maxConnections: 1 });
  try {
    return await run(db, opened);
  } finally {
    await db.close();
    await opened.close();
  }
}
