import type { Writable } from 'node:stream';
import { type Database, openDatabase } from '../../database.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';

/** What the commands of `portal` stand on; `cli.ts` makes it from the environment. */
export interface CommandContext {
  /** The database with the rights of its owner, as DATABASE_URL and DATABASE_OWNER_URL or the embedded one say. */
  openOwner(): Promise<OwnedDatabase>;
  /**
   * The keys of PORTAL_KEYS, of the file that PORTAL_KEYS_FILE names, or (with the embedded database) of its own folder,
   * where the first use makes one. @throws Failure when there are none.
   */
  readKeys(): KeyRing;
  /** The folder of what this checkout keeps on this machine. */
  dataDirectory: string;
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  /** Who runs the command: it is recorded with what the command does. */
  user: string;
}

export interface OwnedDatabase {
  ownerUrl: string;
  url: string;
  /** The other servers of the same database. */
  replicaUrls: string[];
  preparedStatements: boolean;
  embedded: boolean;
  close(): Promise<void>;
}

/** Opens the portal's data for one command, and closes it whatever comes of that. */
export async function withDatabase<T>(
  context: CommandContext,
  run: (db: Database, opened: OwnedDatabase) => Promise<T>,
): Promise<T> {
  const opened = await context.openOwner();
  const db = openDatabase({
    url: opened.url,
    maxConnections: 1,
    preparedStatements: opened.preparedStatements,
  });
  try {
    return await run(db, opened);
  } finally {
    await db.close();
    await opened.close();
  }
}
