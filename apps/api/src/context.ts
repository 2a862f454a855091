import { type Actor, type Database, forRequest, type WriteTransaction } from '@namc/db';
import type { PublicBidKey } from '@namc/db/bid-keys';
import type { KeyRing } from '@namc/db/keys';
import type { WatchedServers } from '@namc/db/servers/watch-servers';
import type { SignedIn } from '@namc/db/sign-in/queries';
import type { Logger } from 'pino';
import { actorOf } from './actors.ts';
import type { Limits } from './http/limits.ts';
import type { LiveStreams } from './http/live-streams.ts';
import type { PaymentProvider } from './http/payment-provider.ts';
import type { PortalFiles } from './http/portal-files.ts';
import type { ServiceMeter } from './http/service-meter.ts';
import type { Caller } from './sessions/identify-caller.ts';
import type { PendingSecondFactor } from './sessions/pending-second-factor.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { TrustedDevices } from './sessions/trusted-devices.ts';

/** The portal's parts, the same for every request. */
export interface PortalParts {
  db: Database;
  sessions: Sessions;
  pendingSecondFactor: PendingSecondFactor;
  trustedDevices: TrustedDevices;
  limits: Limits;
  live: LiveStreams;
  meter: ServiceMeter;
  /** The database's servers, asked past the pooler as the login that watches them. */
  servers: WatchedServers;
  /** The keys for encrypted columns. */
  keys: KeyRing;
  /** The key to which bids are sealed. This process can't open them. */
  bidKey: PublicBidKey;
  /** True for a developer: a webhook may be on this machine. */
  webhooksMayStayHere: boolean;
  /** The store of files; undefined for a portal that keeps none. */
  files: PortalFiles | undefined;
  /** The way to pay online. */
  payments: PaymentProvider;
  /** The portal's own base URL, for links in mail. */
  portal: string;
  logger: Logger;
}

export interface RequestParts extends PortalParts {
  signedIn: SignedIn | undefined;
  caller: Caller;
  /** Appears in the response and the log. People quote it when they ask for help. */
  requestId: string;
  /** Aborted when the caller disconnects. */
  signal: AbortSignal;
  /** The beginning of the request, on the clock of `performance.now()`; default: now. */
  began?: number | undefined;
  /** The log position of the browser's last write. */
  after?: string | undefined;
  /** The same of the person, as Redis tells it. */
  afterHint?: string | undefined;
  /** The procedure that is asked for, if it is only one. */
  name?: string | undefined;
}

/**
 * The context of every procedure. `db` carries the request's id, its cancellation signal and the procedure's name.
 */
export interface Context extends Omit<RequestParts, 'signal' | 'after' | 'afterHint' | 'name' | 'began'> {
  began: number;
  /** `db` has the procedure's name. In a batch each call has a `db` of its own. */
  isNamed: boolean;
  /** Staff act as members until a procedure with a permission makes them staff. */
  actor: Actor;
  /**
   * Runs a write after the response is sent, for what the caller need not wait for. A failure is only logged.
   */
  writeLater(actor: Actor, name: string, act: (tx: WriteTransaction) => Promise<void>): void;
}

/** The context of a signed-in person. */
export interface SignedInContext extends Context {
  signedIn: SignedIn;
  userId: string;
}

export function createContext({ signal, after, afterHint, name, began, ...parts }: RequestParts): Context {
  const { db, logger, requestId, signedIn } = parts;
  return {
    ...parts,
    began: began ?? performance.now(),
    db: forRequest(db, { requestId, signal, after, afterHint, ...(name === undefined ? {} : { name }) }),
    isNamed: name !== undefined,
    actor: actorOf(signedIn?.account.userId),
    writeLater: (actor, name, act) => {
      db.write(actor, act, { requestId, name }).catch((error) =>
        logger.error({ err: error, name, requestId }, 'a write after the answer failed'),
      );
    },
  };
}
