import { type Database, forRequest, systemActor } from '@namc/db';
import { readBidKeys } from '@namc/db/bid-keys';
import { fingerprintsOf, type HeldKeys, noteKeys } from '@namc/db/health/commands/keys';
import { tellOfAlerts } from '@namc/db/health/commands/notices';
import { beatHeart } from '@namc/db/health/commands/rounds';
import { noteDelivery, takeDelivery, webhookMessage } from '@namc/db/health/commands/webhooks';
import { checkHealth, type WatchedServers } from '@namc/db/health/health-round';
import { postWebhook, WebhookFault } from '@namc/db/health/post-webhook';
import type { KeyRing } from '@namc/db/keys';
import { recordTableSizes } from '@namc/db/metrics/commands';
import { queues } from '@namc/db/queue/queues';
import { keyProblem, readKeys } from '@namc/db/read-keys';
import { sampleReplication } from '@namc/db/servers/replication';
import type { Settings } from '@namc/db/settings';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';

const beatEveryMs = 2_000;

/** The servers of the settings, asked past the pooler where there is one. */
export function watchedServers({ database }: Settings, ownUrl: string): WatchedServers {
  if (!database) return { serverUrls: [ownUrl], isEmbedded: true };
  const { directUrls, url, replicaUrls = [], poolerUrl } = database;
  const serverUrls = directUrls.length > 0 ? directUrls : [url, ...replicaUrls];
  return { serverUrls, isEmbedded: false, poolerUrl };
}

/** Runs every check of the database, stores what they found, how far replicas are behind and the size of tables, and tells staff of new alerts. */
export const makeHealthJob =
  (servers: WatchedServers, origin: string): Job =>
  async (db) => {
    await checkHealth(db, servers);
    await sampleReplication(db, servers);
    await db.write(worker, (tx) => tellOfAlerts(tx, { origin }));
    await db.write(worker, recordTableSizes);
  };

const payloadOfDelivery = z.object({ deliveryId: z.uuid() });

export interface WebhookSettings {
  /** The keys of the addresses. They are read when the first message goes out. */
  keys: () => KeyRing;
  /** The portal's own address, in the message of a test. */
  origin: string;
  /** For a developer: a webhook may be on this machine. */
  mayStayHere: boolean;
}

/** Sends one message to one webhook, and records what came of it. */
export const makeWebhookSender =
  ({ keys, origin, mayStayHere }: WebhookSettings): Job =>
  async (db, payload, signal) => {
    const { deliveryId } = payloadOfDelivery.parse(payload);
    const taken = await db.write(worker, (tx) => takeDelivery(tx, keys(), { deliveryId }));
    if (!taken) return;
    const message =
      taken.message ?? webhookMessage(`A test of the webhook ${taken.name}. All is well.`, origin, []);
    try {
      const answer = await postWebhook(taken, message, { mayStayHere, signal });
      await db.write(worker, (tx) => noteDelivery(tx, { deliveryId, answer }));
    } catch (error) {
      if (!(error instanceof WebhookFault)) throw error;
      const { answer, message: problem } = error;
      const isFinal = taken.attempts > queues['send-webhook'].retryLimit;
      await db.write(worker, (tx) => noteDelivery(tx, { deliveryId, answer, problem, isFinal }));
      throw error;
    }
  };

/**
 * Writes the heartbeat every two seconds, from which the age of a replica's data is told. The returned function stops it and
 * waits for a beat that is on its way. The next beat tries again after one that failed.
 */
export function startHeartbeat(db: Database): () => Promise<void> {
  const named = forRequest(db, { name: 'heartbeat' });
  let beat: Promise<void> | undefined;
  const timer = setInterval(() => {
    beat ??= named
      .write(systemActor('heartbeat'), beatHeart)
      .catch(() => undefined)
      .finally(() => {
        beat = undefined;
      });
  }, beatEveryMs);
  return async () => {
    clearInterval(timer);
    await beat;
  };
}

/** The keys of the settings. A ring that this process cannot read is left out: the work that needs it says so. */
export function keysOf({ keys, sealKeys, bidKeys, cookieSecret, metricsToken }: Settings): HeldKeys {
  const ring = (source: Settings['keys']) =>
    keyProblem(source, true) === undefined ? readKeys(source) : undefined;
  const bids = keyProblem(bidKeys, true) === undefined ? readBidKeys(bidKeys) : undefined;
  return { encryption: ring(keys), seal: ring(sealKeys), bids, cookieSecret, metricsToken };
}

/** Notes which keys this process holds, for the check of their ages. */
export const tellKeys = (db: Database, keys: HeldKeys): Promise<void> =>
  db.write(worker, (tx) => noteKeys(tx, fingerprintsOf(keys)), { name: 'noteKeys' });
