/**
 * A process that stands in for Stripe, for tests and development. No money moves. `PORT`, `STRIPE_SECRET_KEY`, `STRIPE_WEBHOOK_SECRET` and
 * `HOOK`, the address for its reports, come from the environment. It ends with the process that started it.
 */
import { serve } from '@hono/node-server';
import { makeStandIn } from './stand-in.ts';

const { PORT, STRIPE_SECRET_KEY = '', STRIPE_WEBHOOK_SECRET = '', HOOK, BANK_MS, NODE_ENV } = process.env;
if (NODE_ENV === 'production') {
  process.stderr.write('The stand-in of Stripe is for tests and development. No money moves in it.\n');
  process.exit(1);
}
const port = Number(PORT);
const standIn = makeStandIn({
  secretKey: STRIPE_SECRET_KEY,
  webhookSecret: STRIPE_WEBHOOK_SECRET,
  hook: HOOK,
  origin: () => `http://127.0.0.1:${port}`,
  bankMs: BANK_MS ? Number(BANK_MS) : undefined,
});
const server = serve({ fetch: standIn.app.fetch, port, hostname: '127.0.0.1' }, () =>
  process.send?.('ready'),
);
const stop = () => {
  standIn.close();
  server.close();
  process.exit(0);
};
for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(event, stop);
