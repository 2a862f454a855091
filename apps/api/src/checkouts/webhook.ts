import { forRequest } from '@namc/db';
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { limitBody } from '../http/body-limit.ts';
import { ForgedReport, type ProviderEvent } from '../http/payment-provider.ts';
import type { CallerVariables } from '../sessions/identify-caller.ts';
import { actOnEvent, type OnlinePayments } from './settle.ts';

/** Stripe’s reports have a few kilobytes. */
const largestReport = 512 * 1024;

/**
 * Takes Stripe’s reports. The signature is checked over the bytes as they came, before they are parsed. It answers 200 after COMMIT, 400 for
 * a wrong signature, and 5xx for everything else, so that Stripe sends the report again. Where paying online is off, it answers 404.
 */
export function stripeWebhook(
  app: Hono<{ Variables: CallerVariables }>,
  { db, payments, portal, logger }: OnlinePayments & { logger: Logger },
): void {
  app.post('/api/webhooks/stripe', limitBody(largestReport), async (c) => {
    if (!payments.online) throw new HTTPException(404, { message: 'Paying online is switched off.' });
    const body = await c.req.text();
    const requestId = c.get('requestId');
    let event: ProviderEvent;
    try {
      event = payments.readEvent(body, c.req.header('Stripe-Signature') ?? '');
    } catch (error) {
      if (!(error instanceof ForgedReport)) throw error;
      logger.warn({ requestId }, 'a report with a wrong signature was refused');
      throw new HTTPException(400, { message: 'The signature is wrong.' });
    }
    const own = forRequest(db, { requestId, name: 'stripe webhook' });
    const outcome = await actOnEvent({ db: own, payments, portal }, event);
    if (outcome === 'unplaced') logger.warn({ requestId, event: event.id }, 'a report has no payment here');
    return c.json({ received: true, outcome });
  });
}
