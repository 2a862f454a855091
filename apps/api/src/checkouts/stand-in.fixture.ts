import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';

const program = join(import.meta.dirname, '../../../../packages/workbench/src/stripe-stand-in/serve.ts');
const secretKey = 'sk_test_stand_in_of_the_tests';
export const webhookSecret = 'whsec_stand_in_of_the_tests';

export interface Report {
  id: string;
  type: string;
  data: { object: { id: string } };
}

/** Starts the stand-in of Stripe, a process of its own, which sends its reports to `hook`. */
export async function startStandIn(hook?: string) {
  const port = await freePort();
  const standIn = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      PORT: String(port),
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      ...(hook && { HOOK: hook }),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    standIn.once('message', () => resolve());
    standIn.once('exit', (code) => reject(new Error(`The stand-in ended with ${code}.`)));
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => standIn.once('exit', () => resolve()));
  const ask = async <T>(path: string): Promise<T> =>
    (await fetch(`${baseUrl}/control/${path}`)).json() as Promise<T>;
  return {
    settings: { secretKey, webhookSecret, baseUrl },
    tell: async <T>(path: string, body: object = {}): Promise<T> => {
      const answer = await fetch(`${baseUrl}/control/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json() as Promise<T>;
    },
    reports: () => ask<Report[]>('reports'),
    requests: () => ask<string[]>('requests'),
    sessions: () =>
      ask<{ id: string; client_reference_id: string; status: string; payment_intent: string | null }[]>(
        'sessions',
      ),
    stop: async () => {
      standIn.kill('SIGTERM');
      await ended;
    },
  };
}
export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

/** The header with which Stripe signs a report. */
export const sign = (body: string, secret = webhookSecret, at = Math.floor(Date.now() / 1000)) =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
