import { type Database, forRequest } from '@namc/db';
import { Busy, Unavailable } from '@namc/db/errors';
import { listOwnNews, listStaffNews, type OwnNews } from '@namc/db/live-events/queries';
import type { SignedIn } from '@namc/db/sign-in/queries';
import type { LiveNews } from '@namc/inputs/live-events';
import { TRPCError, tracked } from '@trpc/server';
import type { Logger } from 'pino';
import { actorOf } from '../actors.ts';
import { Needed, toPublicError } from './errors.ts';
import type { LiveFigures } from './metrics.ts';
import { makeTurns } from './turns.ts';

/** The reader of a stream. `db` is the request's, so that a reader who leaves cancels what runs for them. */
export interface Viewer {
  db: Database;
  signedIn: SignedIn;
}

export interface LiveStreams {
  /**
   * The news of a person from `seen` on, or from now on, each message with the cursor after it. It ends without an error when
   * this process stops or the person's rights change: the reader comes back with the last cursor. With UNAUTHORIZED it ends
   * for good, because the session has.
   */
  follow(viewer: Viewer, seen: string | undefined, signal: AbortSignal): AsyncGenerator<Message>;
  figures(): LiveFigures;
  /** Ends all streams, so that a process can stop. */
  close(): Promise<void>;
}

type Message = ReturnType<typeof tracked<LiveNews>>;

/** One open stream. It sleeps until somebody wakes it, and then looks into the database once. */
interface Stream {
  userId: string;
  isStaff: boolean;
  isAwake: boolean;
  wake(): void;
}

export interface LiveOptions {
  db: Database;
  logger: Logger;
  /** A stream looks at least this often, also when nobody wakes it: a session can end by time alone. */
  lookEveryMs?: number;
  /** The looks that may run at the same time, so that streams leave connections to requests. */
  mostLooks?: number;
  /** The streams of one account in this process. A browser shares one among its tabs. */
  mostPerAccount?: number;
  /** The streams of this process. */
  mostStreams?: number;
}

const isAccountId = /^[0-9a-f-]{36}$/;
/** Milliseconds until the next try when the database is away. */
const retryMs = 1_000;

export function makeLiveStreams({
  db,
  logger,
  lookEveryMs = 60_000,
  mostLooks = 4,
  mostPerAccount = 12,
  mostStreams = 5_000,
}: LiveOptions): LiveStreams {
  const streams = new Map<string, Set<Stream>>();
  const inTurn = makeTurns(mostLooks);
  const closing = new AbortController();
  let watch: ReturnType<Database['watchSignals']> | undefined;
  let open = 0;
  let looks = 0;
  let messages = 0;

  function wake(signal: string | undefined): void {
    const ofAccount = signal === undefined ? undefined : streams.get(signal);
    if (ofAccount) {
      for (const stream of ofAccount) stream.wake();
      return;
    }
    // The payload is an account's id, which has no page here, or a permission.
    if (signal !== undefined && isAccountId.test(signal)) return;
    for (const all of streams.values())
      for (const one of all) if (one.isStaff || signal === undefined) one.wake();
  }

  function add(stream: Stream): () => void {
    // The first reader begins the watch: a process that serves no stream needs no connection for it.
    watch ??= db.watchSignals(wake);
    const ofAccount = streams.get(stream.userId) ?? new Set();
    if (ofAccount.size >= mostPerAccount) {
      throw new TRPCError({
        code: 'TOO_MANY_REQUESTS',
        message: 'This account has too many pages open.',
      });
    }
    if (open >= mostStreams) {
      throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'Too many pages are open right now.' });
    }
    streams.set(stream.userId, ofAccount.add(stream));
    open += 1;
    return () => {
      ofAccount.delete(stream);
      if (ofAccount.size === 0) streams.delete(stream.userId);
      open -= 1;
    };
  }

  /** One look: what has happened since `seen`, decided by the database for the person who reads. */
  async function look({ db: asked, signedIn }: Viewer, seen: string | undefined): Promise<OwnNews> {
    const { session, account } = signedIn;
    const { userId, permissions } = account;
    const named = forRequest(asked, { freshness: 'latest', oneStatement: true, name: 'liveEvents.watch' });
    const own = await named.read(actorOf(userId), (tx) => listOwnNews(tx, { sessionId: session.id, seen }));
    looks += 1;
    if (seen === undefined || permissions.length === 0 || !own.actsAsStaff) return own;
    const until = own.cursor;
    const ofStaff = await named.read(actorOf(userId, 'staff'), (tx) =>
      listStaffNews(tx, { permissions, seen, until }),
    );
    return { ...own, events: [...own.events, ...ofStaff] };
  }

  async function* follow(
    viewer: Viewer,
    from: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Message> {
    const { account } = viewer.signedIn;
    const ended = AbortSignal.any([signal, closing.signal]);
    const { stream, sleep } = makeStream(account.userId, account.permissions.length > 0);
    ended.throwIfAborted();
    const remove = add(stream);
    const onEnd = () => stream.wake();
    ended.addEventListener('abort', onEnd);
    let seen = from;
    try {
      for (;;) {
        ended.throwIfAborted();
        stream.isAwake = false;
        const found = await inTurn(() => look(viewer, seen)).catch((error: unknown) => {
          ended.throwIfAborted();
          if (error instanceof Unavailable || error instanceof Busy) return undefined;
          throw error;
        });
        if (!found) {
          await sleep(retryMs * (1 + Math.random()));
          stream.isAwake = true;
          continue;
        }
        if (!found.stands) throw sessionEnded();
        const { cursor, isWhole, events } = found;
        const isFirst = seen === undefined;
        seen = cursor;
        if (isFirst || !isWhole || events.length > 0) {
          messages += 1;
          yield tracked(cursor, { isWhole, events });
        }
        // With other rights the stream would show other things. The browser comes back, and gets a new token with it.
        if (events.some(({ kind }) => kind === 'account'))
          throw new DOMException('Rights changed.', 'AbortError');
        if (!stream.isAwake) await sleep(lookEveryMs * (0.75 + Math.random() / 2));
      }
    } catch (error) {
      // The browser itself opens a stream again that ends without an error.
      if (ended.aborted || isAbort(error)) throw new DOMException('The stream ends.', 'AbortError');
      const known = toPublicError(error);
      if (known.code === 'INTERNAL_SERVER_ERROR') logger.error({ err: known.cause }, 'a stream failed');
      throw known;
    } finally {
      ended.removeEventListener('abort', onEnd);
      remove();
    }
  }

  return {
    follow: (...asked) => withHeardFailures(follow(...asked)),
    figures: () => ({
      streams: open,
      people: streams.size,
      isListening: watch?.isListening() ?? false,
      looks,
      messages,
    }),
    close: async () => {
      closing.abort();
      await watch?.close();
    },
  };
}

/**
 * tRPC asks for the next message before it hands on the last one, and drops that question when the browser leaves in between. Nobody
 * would hear of its failure then, and a failure that nobody hears ends the process.
 */
function withHeardFailures(messages: AsyncGenerator<Message>): AsyncGenerator<Message> {
  const next = messages.next.bind(messages);
  return Object.assign(messages, {
    next: (...asked: Parameters<typeof next>) => {
      const message = next(...asked);
      message.catch(() => undefined);
      return message;
    },
  });
}

function makeStream(
  userId: string,
  isStaff: boolean,
): { stream: Stream; sleep: (ms: number) => Promise<void> } {
  let rise: (() => void) | undefined;
  const stream: Stream = {
    userId,
    isStaff,
    isAwake: true,
    wake: () => {
      stream.isAwake = true;
      rise?.();
    },
  };
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rise = () => {
        clearTimeout(timer);
        rise = undefined;
        resolve();
      };
    });
  return { stream, sleep };
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

const sessionEnded = () =>
  new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.', cause: new Needed('sign-in') });
