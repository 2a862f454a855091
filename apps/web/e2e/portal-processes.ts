import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { makeKey } from '@namc/db/keys';

const api = join(import.meta.dirname, '../../api/src');
const patienceMs = 60_000;
const portalKeys = makeKey();

/** The portal's background work: it takes what visitors ask about an address, and keeps mail for `/dev/outbox`. */
export function startWorker(settings: Record<string, string>): { stop: () => Promise<void> } {
  const worker = spawn(process.execPath, [join(api, 'worker.ts')], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      ...settings,
      PORTAL_KEYS: portalKeys,
      LOG_LEVEL: 'error',
    },
    // The channel tells the worker when the specs end without stopping it.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return {
    stop: async () => {
      worker.kill('SIGTERM');
      await ended;
    },
  };
}

/** A process that stands in for Stripe. `tell` sets how its reports travel, and where they go. */
export async function startStripe(): Promise<{
  settings: Record<string, string>;
  tell: (path: string, body?: object) => Promise<void>;
  stop: () => Promise<void>;
}> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const secrets = {
    STRIPE_SECRET_KEY: 'sk_test_stand_in_of_the_specs',
    STRIPE_WEBHOOK_SECRET: 'whsec_stand_in_of_the_specs',
  };
  const standIn = spawn(
    process.execPath,
    [join(api, '../../../packages/workbench/src/stripe-stand-in/serve.ts')],
    {
      env: { ...process.env, NODE_ENV: 'test', ...secrets, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const ended = new Promise<void>((resolve) => standIn.once('exit', () => resolve()));
  await new Promise<void>((resolve) => standIn.once('message', () => resolve()));
  return {
    settings: { ...secrets, STRIPE_BASE_URL: url },
    tell: async (path, body = {}) => {
      await fetch(`${url}/control/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    },
    stop: async () => {
      standIn.kill('SIGTERM');
      await ended;
    },
  };
}

/** The API with the built pages. It is ready when this returns. */
export async function startApi(
  settings: Record<string, string>,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [join(api, 'main.ts')], {
    env: {
      ...process.env,
      // `/dev/outbox` stands for the mailbox of the specs' people.
      NODE_ENV: 'development',
      PORT: String(port),
      ...settings,
      PORTAL_KEYS: portalKeys,
      PUBLIC_ORIGIN: url,
      // Each spec names the address it comes from.
      TRUST_PROXY: 'true',
      LOG_LEVEL: 'error',
    },
    // The channel tells the API when the specs end without stopping it.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`The API did not become ready.\n${output}`);
}
