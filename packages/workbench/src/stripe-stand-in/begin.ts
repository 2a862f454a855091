import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';

/** The time that a bank takes in the stand-in. */
const bankMs = 20_000;

/**
 * Starts the stand-in of Stripe beside the portal on `port`, and returns the portal’s settings for it, so that a newcomer can try to pay
 * online. Nothing for a portal with settings of its own, with a database of its own, or in production. It ends with this process.
 */
export async function beginStandIn(
  environment: Record<string, string | undefined>,
  port: string,
): Promise<Record<string, string>> {
  const { NODE_ENV, DATABASE_URL, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_BASE_URL } = environment;
  if (NODE_ENV !== 'development' || DATABASE_URL) return {};
  if (STRIPE_SECRET_KEY || STRIPE_WEBHOOK_SECRET || STRIPE_BASE_URL) return {};
  const ownPort = await freePort();
  const secrets = {
    STRIPE_SECRET_KEY: `sk_test_${randomBytes(12).toString('hex')}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(12).toString('hex')}`,
  };
  const standIn = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts')], {
    env: {
      ...environment,
      ...secrets,
      PORT: String(ownPort),
      HOOK: `http://127.0.0.1:${port}/api/webhooks/stripe`,
      BANK_MS: String(bankMs),
    },
    // The channel tells it when this process has ended.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  standIn.unref();
  standIn.channel?.unref();
  return { ...secrets, STRIPE_BASE_URL: `http://127.0.0.1:${ownPort}` };
}
