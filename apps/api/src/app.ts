import type { Database } from '@namc/db';
import type { PublicBidKey } from '@namc/db/bid-keys';
import type { KeyRing } from '@namc/db/keys';
import { type WatchedServers, watchServers } from '@namc/db/servers/watch-servers';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { answerUnbegun } from './answer-unbegun.ts';
import { adminActionsDownload, rowChangesDownload } from './audit/download.ts';
import { bidDocumentsDownload } from './bids/documents.ts';
import { stripeWebhook } from './checkouts/webhook.ts';
import { createContext, type PortalParts } from './context.ts';
import { contractorsDownload } from './contractors/download.ts';
import { depositDownload } from './deposits/download.ts';
import { directoryDownload } from './directory/download.ts';
import type { Route } from './download.ts';
import { filesDownload, sandboxFiles } from './files/download.ts';
import { filesUpload } from './files/upload.ts';
import { homePicture, homePictureUpload } from './home-sections/picture.ts';
import { limitBody } from './http/body-limit.ts';
import { compressAnswers } from './http/compress.ts';
import { answerErrors } from './http/errors.ts';
import { carryFreshness } from './http/freshness.ts';
import { keepOutOfCaches, protectPages } from './http/headers.ts';
import { createHealth } from './http/health.ts';
import { makeLimits } from './http/limits.ts';
import { type LiveStreams, makeLiveStreams } from './http/live-streams.ts';
import { meterRoutes } from './http/meter-routes.ts';
import type { Metrics } from './http/metrics.ts';
import { refuseForeignOrigins } from './http/origin-check.ts';
import { byInvoice, type PaymentProvider } from './http/payment-provider.ts';
import type { PortalFiles } from './http/portal-files.ts';
import { logRequests } from './http/request-log.ts';
import { makeServiceMeter, type ServiceMeter } from './http/service-meter.ts';
import { refuseStreamedChanges } from './http/streamed-changes.ts';
import { importRejects } from './imports/rejects.ts';
import { importsUpload } from './imports/upload.ts';
import { documentDownload, invoicesDownload, paymentsDownload } from './invoices/download.ts';
import { journalDownload, monthDownload } from './ledger/download.ts';
import { addOutbox, allowLetterStyle, type Outbox } from './mail/outbox.ts';
import { stopEmails } from './mail/stop-emails.ts';
import { memberFiles } from './member-imports/download.ts';
import { memberFileUpload } from './member-imports/upload.ts';
import { membersDownload } from './members/download.ts';
import { outreachDownload, outreachRecordDownload } from './outreach/download.ts';
import { beginPage } from './pages/begin-page.ts';
import { createPages } from './pages/serve-pages.ts';
import { projectFiles } from './project-imports/download.ts';
import { projectFileUpload } from './project-imports/upload.ts';
import { projectCalendars } from './projects/calendar.ts';
import { appRouter } from './router.ts';
import { serviceReport } from './service-levels/report.ts';
import { databaseClock } from './sessions/database-clock.ts';
import { type CallerVariables, identifyCaller } from './sessions/identify-caller.ts';
import { makePendingSecondFactor } from './sessions/pending-second-factor.ts';
import { sessionMemory } from './sessions/session-memory.ts';
import { makeSessions } from './sessions/sessions.ts';
import { trustedDevices } from './sessions/trusted-devices.ts';

export interface AppParts {
  db: Database;
  logger: Logger;
  /** Folder with the built pages. */
  webRoot: string;
  publicOrigin: string | undefined;
  /** Omit to have no `/metrics`. */
  metrics?: { of: Metrics; token: string } | undefined;
  /** Asks a database of the portal's own whether it is well, for `/readyz`. */
  ping?: (() => Promise<void>) | undefined;
  /** `/readyz` tells these beside being ready. */
  alarms?: (() => string[]) | undefined;
  /** Signs cookies. Processes that share it accept each other's cookies. */
  cookieSecret: string;
  /** The keys for encrypted columns. */
  keys: KeyRing;
  /** The key to which bids are sealed. */
  bidKey: PublicBidKey;
  /** Base URL of mailed links; default `publicOrigin`. */
  portal?: string;
  /**
   * Shared by all processes. Without it, only PostgreSQL holds sessions, and each process counts attempts on its
   * own.
   */
  redis?: Redis | undefined;
  /** True if a proxy in front sets `X-Forwarded-For`; its last address is then the caller's. */
  isProxied?: boolean;
  /** Shows `/dev/outbox`, for a portal that keeps its mail. */
  outbox?: Outbox | undefined;
  /** The streams of open pages. The process that gives them closes them when it stops. */
  live?: LiveStreams;
  /** Measures what requests take. Without one nothing is stored. */
  meter?: ServiceMeter;
  /** The database's servers. The process that gives them closes them. Default: none. */
  servers?: WatchedServers;
  /** True for a developer: staff may add a webhook on this machine. Default: false. */
  webhooksMayStayHere?: boolean;
  /** The way to pay online. Default: none, members pay by invoice. */
  payments?: PaymentProvider;
  /** The store of files. Without it the portal keeps none. */
  files?: PortalFiles;
}

export type App = ReturnType<typeof createApp>;

/** Limits on a procedure's request. The web client batches at most this many calls. */
const largestBody = 100 * 1024;
const largestBatch = 20;

const downloads: Route[] = [
  contractorsDownload,
  adminActionsDownload,
  rowChangesDownload,
  homePicture,
  homePictureUpload,
  memberFileUpload,
  memberFiles,
  projectFileUpload,
  projectFiles,
  membersDownload,
  directoryDownload,
  serviceReport,
  documentDownload,
  invoicesDownload,
  depositDownload,
  monthDownload,
  journalDownload,
  paymentsDownload,

  outreachRecordDownload,
  stopEmails,
];

export function createApp(parts: AppParts) {
  const { db, logger, publicOrigin, cookieSecret, redis, keys, outbox } = parts;
  const portal = parts.portal ?? publicOrigin ?? 'http://localhost:3000';
  const isSecure = new URL(portal).protocol === 'https:';
  const clock = databaseClock();
  const memory = sessionMemory(redis, { secret: cookieSecret, clock });
  const sessions = makeSessions({ memory, clock, isSecure });
  const limits = makeLimits(redis, cookieSecret);
  const meter = parts.meter ?? makeServiceMeter({ logger });
  const shared: PortalParts = {
    db,
    sessions,
    pendingSecondFactor: makePendingSecondFactor({ secret: cookieSecret, isSecure }),
    trustedDevices: trustedDevices({ secret: cookieSecret, isSecure }),
    limits,
    servers: parts.servers ?? watchServers({ serverUrls: [], isEmbedded: false }),
    live: parts.live ?? makeLiveStreams({ db, logger }),
    meter,
    keys,
    bidKey: parts.bidKey,
    files: parts.files,
    webhooksMayStayHere: parts.webhooksMayStayHere ?? false,
    payments: parts.payments ?? byInvoice,
    portal,
    logger,
  };

  const app = new Hono<{ Variables: CallerVariables }>();
  // An id from the client would let one person put another's requests beside their own in the audit trail.
  app.use(requestId({ headerName: '' }), logRequests(logger));
  // Runs before `protectPages`, so that this route's own policy is set last and wins.
  if (outbox) for (const path of ['/dev/letters/*', '/dev/outbox/:id']) app.use(path, allowLetterStyle);
  app.use('/api/files/*', sandboxFiles);
  app.use(protectPages(isSecure), refuseForeignOrigins(publicOrigin));
  app.use('/api/*', meterRoutes(meter));
  const carrying = carryFreshness({ db, secret: cookieSecret, isSecure });
  const identifying = identifyCaller({ db, sessions, isProxied: parts.isProxied ?? false, isSecure });
  for (const path of ['/trpc/*', '/api/*']) app.use(path, carrying, identifying);
  app.use('/trpc/*', keepOutOfCaches);
  // Not for a GET: to ask whether it has a body makes the server build a whole request of its own.
  app.on(['POST', 'PUT', 'PATCH', 'DELETE'], '/trpc/*', refuseStreamedChanges, limitBody(largestBody));
  for (const path of ['/trpc/*', '/api/*']) app.use(path, compressAnswers);

  app.route(
    '/',
    createHealth({ db, logger, metrics: parts.metrics, ping: parts.ping, alarms: parts.alarms }),
  );
  app.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      maxBatchSize: largestBatch,
      createContext: ({ resHeaders, info }) =>
        createContext({
          ...shared,
          signedIn: c.get('signedIn'),
          // tRPC creates the response headers, so a procedure can set a cookie only here.
          caller: { ...c.get('caller'), setCookie: (cookie) => resHeaders.append('Set-Cookie', cookie) },
          requestId: c.get('requestId'),
          signal: c.req.raw.signal,
          after: c.get('after'),
          afterHint: c.get('afterHint'),
          began: c.get('began'),
          name: info.calls.length === 1 ? info.calls[0]?.path : undefined,
        }),
    }),
  );
  const routes = [...downloads];
  if (parts.files)
    routes.push(
      filesUpload(parts.files),
      importsUpload(parts.files),
      filesDownload(parts.files, keys),
      bidDocumentsDownload(parts.files, keys),
      importRejects(parts.files),
    );
  routes.push(projectCalendars(portal), outreachDownload(portal));
  for (const addRoute of routes) addRoute(app, { db, logger, limits });
  stripeWebhook(app, shared);
  if (outbox) addOutbox(app, outbox);
  app.all('/api/*', (c) => c.json({ error: 'There’s nothing at this address.' }, 404));
  app.route(
    '/',
    createPages(parts.webRoot, beginPage({ shared, carrying, identifying }), {
      hasDemoCodes: outbox?.codes !== undefined,
      origin: portal,
      logger,
    }),
  );
  app.onError(answerErrors(logger, answerUnbegun(meter)));
  return app;
}
