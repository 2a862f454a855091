import type { HttpBindings } from '@hono/node-server';
import { type Database, visitor } from '@namc/db';
import { californiaDay } from '@namc/db/contractors/queries/standing';
import type { KeyRing } from '@namc/db/keys';
import { getMigrationStatus } from '@namc/db/migrations/status';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { downloadAudit } from './audit/download.ts';
import { createContext, type PortalParts } from './context.ts';
import { downloadContractors } from './contractors/download.ts';
import { compressAnswers } from './http/compress.ts';
import { fieldProblems, toPublicError } from './http/errors.ts';
import { carryFreshness } from './http/freshness.ts';
import { makeLimits } from './http/limits.ts';
import type { Metrics } from './http/metrics.ts';
import { createPages } from './http/pages.ts';
import { isThisMachine } from './http/this-machine.ts';
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
  /** Signs cookies; processes that share it believe one another's. */
  cookieSecret: string;
  /** Of encrypted columns. */
  keys: KeyRing;
  /** Where mailed links lead; default `publicOrigin`. */
  portal?: string;
  /** Shared by all processes; without it PostgreSQL alone knows sessions, and each process counts attempts for itself. */
  redis?: Redis | undefined;
  /** Whether the address in `X-Forwarded-For` is that of the person: behind a proxy that sets it. */
  isProxied?: boolean;
  /** Shows `/dev/outbox`: where mail is kept and not sent. */
  outbox?: Outbox | undefined;
}

export type App = ReturnType<typeof createApp>;

const largestBody = 100 * 1024;
/** Questions in one request; the web client sends no more than this. */
const largestBatch = 20;

function refuseBody(): never {
  throw new HTTPException(413, { message: 'What was sent is too large.' });
}

export function createApp(parts: AppParts) {
  const { db, logger, webRoot, publicOrigin, metrics, cookieSecret, redis } = parts;
  const portal = parts.portal ?? publicOrigin ?? 'http://localhost:3000';
  const isSecure = !isThisMachine(new URL(portal).hostname);
  const sessions = makeSessions(sessionMemory(redis), isSecure);
  const shared: PortalParts = {
    db,
    sessions,
    pendingSecondFactor: makePendingSecondFactor({ secret: cookieSecret, isSecure }),
    limits: makeLimits(redis),
    keys: parts.keys,
    portal,
    logger,
  };
  const app = new Hono<{ Variables: CallerVariables }>();

  app.use(requestId());
  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    // Set here and not before: an answer that comes whole from a handler would lose it.
    c.res.headers.set('X-Request-Id', c.get('requestId'));
    const ms = Math.round(performance.now() - began);
    const entry = {
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms,
    };
    if (c.res.status >= 500) logger.error(entry, 'request');
    else logger.debug(entry, 'request');
  });
  // Around the policy for all pages, so that it has the last word.
  if (parts.outbox) app.use('/dev/letters/*', allowLetterStyle);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      // Nothing of these is used, so nothing that got in somewhere may use it.
      permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
      // The proxy that ends TLS says this, once the whole domain is ready for it.
      strictTransportSecurity: false,
    }),
  );
  app.use(async (c, next) => {
    const origin = c.req.header('origin');
    const isForeign =
      origin === undefined
        ? // A browser that says nothing of the page still says whether it was another site's.
          ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')
        : origin !== (publicOrigin ?? new URL(c.req.url).origin);
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && isForeign) {
      return c.json({ error: 'This request came from another site.' }, 403);
    }
    return next();
  });
  app.use('/trpc/*', carryFreshness({ db, secret: cookieSecret, isSecure }));
  const identifying = identifyCaller({ db, sessions, isProxied: parts.isProxied ?? false });
  app.use('/trpc/*', identifying);
  app.use('/api/audit/*', identifying);
  // What is answered to one person is kept for nobody else, and not on a shared computer's disk.
  app.use('/trpc/*', async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
  });
  app.use('/trpc/*', bodyLimit({ maxSize: largestBody, onError: refuseBody }), compressAnswers);
  app.use('/api/*', compressAnswers);

  app.get('/healthz', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    try {
      const status = await db.read(visitor, getMigrationStatus);
      if (status.current) return c.json({ status: 'ready' });
      const reason = status.problem ?? `To be applied: ${status.pending.join(', ')}. Run: portal migrate`;
      return c.json({ status: 'not ready', reason }, 503);
    } catch (error) {
      // The words of the data layer; those of an accident stay in the log.
      const known = toPublicError(error);
      logger.error({ err: error, requestId: c.get('requestId') }, 'not ready');
      return c.json({ status: 'not ready', reason: known.message }, 503);
    }
  });

  if (metrics) {
    app.get('/metrics', bearerAuth({ token: metrics.token }), async (c) =>
      c.body(await metrics.of.text(), 200, {
        'Content-Type': metrics.of.contentType,
        'Cache-Control': 'no-store',
      }),
    );
  }

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
          // tRPC makes the answer's headers.
          caller: { ...c.get('caller'), setCookie: (cookie) => resHeaders.append('Set-Cookie', cookie) },
          requestId: c.get('requestId'),
          signal: c.req.raw.signal,
          after: c.get('after'),
        }),
    }),
  );

  app.get('/api/contractors.csv', async (c) => {
    const query = new URL(c.req.url).searchParams;
    // Behind a real socket the adapter gives the answer's own stream along.
    const outgoing = (c.env as HttpBindings | undefined)?.outgoing;
    const breakOff = outgoing && (() => void outgoing.destroy());
    const body = await downloadContractors(
      { db, logger, requestId: c.get('requestId'), signal: c.req.raw.signal },
      query,
      breakOff,
    );
    return c.body(body, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="contractors-${californiaDay(new Date())}.csv"`,
      'Cache-Control': 'no-store',
    });
  });
  app.get('/api/audit/:kind{(actions|changes)\\.csv}', async (c) => {
    const kind = c.req.param('kind') === 'actions.csv' ? 'actions' : 'changes';
    const body = await downloadAudit(
      { db, logger, requestId: c.get('requestId'), signal: c.req.raw.signal, signedIn: c.get('signedIn') },
      kind,
      Object.fromEntries(new URL(c.req.url).searchParams),
    );
    return c.body(body, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="trail-${kind}-${californiaDay(new Date())}.csv"`,
      'Cache-Control': 'no-store',
    });
  });
  if (parts.outbox) addOutbox(app, parts.outbox);
  app.all('/api/*', (c) => c.json({ error: 'There is nothing at this address.' }, 404));

  app.route('/', createPages(webRoot));

  app.onError((error, c) => {
    if (error instanceof HTTPException && error.res) return error.res;
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    const known = toPublicError(error);
    const status = getHTTPStatusCodeFromError(known);
    const reference = c.get('requestId');
    if (status >= 500) logger.error({ err: known.cause, requestId: reference }, 'a request failed');
    const body = { error: known.message, fields: fieldProblems(known.cause), reference };
    return c.json(body, status as 500);
  });

  return app;
}
