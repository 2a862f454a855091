import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type Database, openDatabase } from '../../database.ts';
import { Failure } from '../../engine/errors.ts';
import { fileStore } from '../../engine/file-store.ts';
import type { BidKeyRing } from '../../engine/secrets/bid-keys.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import type { Settings } from '../../engine/settings.ts';

/** The exit codes of a command that a signal ended, as a shell gives them. */
export const canceledCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** The reason with which `CommandContext.signal` is aborted. */
export class CommandCanceled extends Failure {
  readonly exitCode: number;
  constructor(exitCode: number = canceledCodes.SIGINT) {
    super('canceled', 'Canceled.');
    this.exitCode = exitCode;
  }
}

/** The exit code of a command that `signal` has ended. */
export const canceledCode = ({ reason }: AbortSignal): number =>
  reason instanceof CommandCanceled ? reason.exitCode : canceledCodes.SIGINT;

/**
 * Waits for work that cannot be stopped itself, until the command is.
 * @throws CommandCanceled
 */
export async function unlessCanceled<T>(
  { signal }: Pick<CommandContext, 'signal'>,
  work: Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The context of every `portal` command; `portal.ts` makes it. */
export interface CommandContext {
  /** Reads the environment on first use. @throws SettingsError that names every wrong variable. */
  readonly settings: Settings;
  /** The database with its owner's rights: the one in the settings, or the embedded one. */
  openOwner(): Promise<OwnedDatabase>;
  /** The database with the rights of imports. @throws SettingsError without DATABASE_IMPORT_URL for a server. */
  openImport(): Promise<ImportDatabase>;
  /** The same keys that the portal finds when it starts. @throws Failure if there are none. */
  readKeys(): KeyRing;
  /** The keys of the trail's seals. @throws Failure if there are none. */
  readSealKeys(): KeyRing;
  /** The keys that open sealed bids. @throws Failure if there are none. */
  readBidKeys(): BidKeyRing;
  /** The process’s variables, for those that are not the portal’s own. */
  environment: Record<string, string | undefined>;
  /** Answers to questions of a command; default: the process’s own. */
  stdin?: Readable | undefined;
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  /** The person who runs the command, recorded with what the command does. */
  user: string;
}

export interface ImportDatabase {
  url: string;
  embedded: boolean;
  close(): Promise<void>;
}

export interface OwnedDatabase {
  ownerUrl: string;
  /** As in `openDatabase`. */
  url: string;
  staffUrl?: string | undefined;
  systemUrl?: string | undefined;
  /** The other servers of the same database. */
  replicaUrls?: string[];
  preparedStatements?: boolean;
  embedded: boolean;
  close(): Promise<void>;
}

/** Opens the portal's database for one command, and closes it however the command ends. */
export async function withDatabase<T>(
  context: CommandContext,
  run: (db: Database, opened: OwnedDatabase) => Promise<T>,
): Promise<T> {
  const opened = await context.openOwner();
  const { url, staffUrl, systemUrl, preparedStatements = true } = opened;
  const db = openDatabase({ url, staffUrl, systemUrl, preparedStatements, maxConnections: 1 });
  try {
    return await run(db, opened);
  } finally {
    await db.close();
    await opened.close();
  }
}

/** The store of files, if this machine sees it. */
export const storeHere = ({ fileStore: name }: Settings) =>
  name.startsWith('s3://') || existsSync(name) ? fileStore(name) : undefined;
