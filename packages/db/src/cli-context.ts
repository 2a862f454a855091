import type { Writable } from 'node:stream';
import type { KeyRing } from './secrets/key-ring.ts';

/** What the commands of `portal` stand on; `cli.ts` makes it from the environment. */
export interface CommandContext {
  /** The database with the rights of its owner, as DATABASE_URL and DATABASE_OWNER_URL or the embedded one say. */
  openOwner(): Promise<OwnedDatabase>;
  /**
   * The keys of PORTAL_KEYS, of the file that PORTAL_KEYS_FILE names, or (with the embedded database) of its own folder,
   * where the first use makes one. @throws Failure when there are none.
   */
  readKeys(): KeyRing;
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
  embedded: boolean;
  close(): Promise<void>;
}
