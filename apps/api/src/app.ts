import type { Database } from '@namc/db';
import type { KeyRing } from '@namc/db/keys';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { adminActionsDownload, rowChangesDownload } from './audit/download.ts';
import { createContext, type PortalParts } from './context.ts';
import { contractorsDownload } from './contractors/download.ts';
import type { Route } from './download.ts';
import { compressAnswers } from './http/compress.ts';
import { answerErrors } from './http/errors.ts';
import { addSharedFreshness, carryFreshness } from './http/freshness.ts';
import { keepOutOfCaches, protectPages } from './http/headers.ts';
import { createHealth } from './http/health.ts';
import { makeLimits } from './http/limits.ts';
import type { Metrics } from './http/metrics.ts';
import { refuseForeignOrigins } from './http/origin-check.ts';
import { createPages } from './http/pages.ts';
import { logRequests } from './http/request-log.ts';
import { addOutbox, allowLetterStyle, type Outbox } from './mail/outbox.ts';
import { appRouter } from './router.ts';
import { type CallerVariables, identifyCaller } from './sessions/identify-caller.ts';
import { makePendingSecondFactor } from './sessions/pending-second-factor.ts';
import { sessionMemory } from './sessions/session-memory.ts';
import { makeSessions } from './sessions/sessions.ts';

export interface AppParts {
  db: Database;
  logger: Logger;
  /** Folder of the built pages. */
  webRoot: string;
  publicOrigin: string | undefined;
  /** Without it there is no `/metrics`. */
  metrics?: { of: Metrics; token: string } | undefined;
  /** Signs cookies; processes that share it accept one another's. */
  cookieSecret: string;
  /** The keys of encrypted columns. */
  keys: KeyRing;
  /** Where mailed links lead; default `publicOrigin`. */
  portal?: string;
  /** Shared by all processes. Without it only PostgreSQL knows sessions, and each process counts attempts for itself. */
  redis?: Redis | undefined;
  /** Whether a proxy in front sets `X-Forwarded-For`, so that its last address is the person's. */
  isProxied?: boolean;
  /** Shows `/dev/outbox`, for a portal that keeps its mail. */
  outbox?: Outbox | undefined;
}

export type App = ReturnType<typeof createApp>;

/** What a procedure may be sent; the web client puts at most so many questions into one request. */
const largestBody = 100 * 1024;
const largestBatch = 20;

const downloads: Route[] = [contractorsDownload, adminActionsDownload, rowChangesDownload];

export function createApp(parts: AppParts) {
  const { db, logger, publicOrigin, cookieSecret, redis, keys, outbox } = parts;
  const portal = parts.portal ?? publicOrigin ?? 'http://localhost:3000';
  const isSecure = new URL(portal).protocol === 'https:';
  const sessions = makeSessions(sessionMemory(redis), isSecure);
  const shared: PortalParts = {
    db,
    sessions,
    pendingSecondFactor: makePendingSecondFactor({ secret: cookieSecret, isSecure }),
    limits: makeLimits(redis),
    keys,
    portal,
    logger,
  };

  const app = new Hono<{ Variables: CallerVariables }>();
  app.use(requestId(), logRequests(logger));
  // Before `protectPages`, so that its policy is set after that one and holds.
  if (outbox) app.use('/dev/letters/*', allowLetterStyle);
  app.use(protectPages, refuseForeignOrigins(publicOrigin));
  const identifying = identifyCaller({ db, sessions, isProxied: parts.isProxied ?? false });
  for (const path of ['/trpc/*', '/api/*']) {
    app.use(
      path,
      carryFreshness({ db, secret: cookieSecret, isSecure }),
      identifying,
      addSharedFreshness(db),
    );
  }
  app.use('/trpc/*', keepOutOfCaches, bodyLimit({ maxSize: largestBody, onError: refuseBody }));
  for (const path of ['/trpc/*', '/api/*']) app.use(path, compressAnswers);

  app.route('/', createHealth({ db, logger, metrics: parts.metrics }));
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      maxBatchSize: largestBatch,
      createContext: ({ resHeaders }) =>
        createContext({
          ...shared,
          signedIn: c.get('signedIn'),
          // tRPC makes the answer's headers, so only here a procedure can set a cookie.
          caller: { ...c.get('caller'), setCookie: (cookie) => resHeaders.append('Set-Cookie', cookie) },
          requestId: c.get('requestId'),
          signal: c.req.raw.signal,
          after: c.get('after'),
        }),
    }),
  );
  for (const addDownload of downloads) addDownload(app, { db, logger });
  if (outbox) addOutbox(app, outbox);
  app.all('/api/*', (c) => c.json({ error: 'There is nothing at this address.' }, 404));
  app.route('/', createPages(parts.webRoot));
  app.onError(answerErrors(logger));
  return app;
}

function refuseBody(): never {
  throw new HTTPException(413, { message: 'What was sent is too large.' });
}
