import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemActor } from '@namc/db';
import { tellOfAlerts } from '@namc/db/health/commands/notices';
import { recordHealth } from '@namc/db/health/commands/rounds';
import { addWebhook, removeWebhook, rotateWebhook, testWebhook } from '@namc/db/health/commands/webhooks';
import { look } from '@namc/db/health/look.fixture';
import { listDeliveries, listWebhooks } from '@namc/db/health/queries';
import { addMember } from '@namc/db/members/factory';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeWebhookSender } from './jobs.ts';

const portal = testDatabase();
const system = systemActor('test');
const origin = 'https://portal.example.org';
let administrator: { kind: 'staff'; userId: string };
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
let status = 200;
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('no');
  });
});
const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/services/T0/secret-path`;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  administrator = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
});
afterAll(() => void receiver.close());
beforeEach(async () => {
  received.length = 0;
  status = 200;
  for (const { id } of await portal.db.read(system, listWebhooks))
    await portal.db.write(administrator, (tx) => removeWebhook(tx, { id }));
});

const add = (to = address(), mayStayHere = true) =>
  portal.db.write(administrator, (tx) =>
    addWebhook(tx, testKeys, { name: 'Chat', address: to }, { mayStayHere }),
  );
const test = (id: string) => portal.db.write(administrator, (tx) => testWebhook(tx, { id }));
const deliveries = () => portal.db.read(administrator, listDeliveries);
/** Does what the queue does with the newest delivery. */
async function deliver(mayStayHere = true): Promise<void> {
  const [newest] = await deliveries();
  const send = makeWebhookSender({ keys: () => testKeys, origin, mayStayHere });
  await send(portal.db, { deliveryId: newest?.id }, new AbortController().signal);
}
const isSignedWith = (secret: string) => {
  const { headers, body } = received.at(-1) ?? { headers: {}, body: '' };
  const [, time, hmac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['portal-signature'])) ?? [];
  return hmac === createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
};
const check = () => look('webhooks', { db: portal.db, serverUrls: [] });

it('an alert reaches a webhook with a signature, and neither the address nor the secret stands anywhere in the clear', async () => {
  const { id, secret } = await add();
  const found = {
    checkName: 'mail',
    state: 'bad',
    value: 1,
    says: 'No <mail> leaves & waits.',
    evidence: [],
    tookMs: 1,
    alertsAfter: 1,
  } as const;
  await portal.db.write(system, (tx) => recordHealth(tx, [{ ...found, evidence: [] }]));
  await portal.db.write(system, (tx) =>
    tellOfAlerts(tx, { origin, quiet: { from: '00:00', until: '00:00' } }),
  );
  await portal.db.write(system, (tx) =>
    tellOfAlerts(tx, { origin, quiet: { from: '00:00', until: '00:00' } }),
  );
  expect(await deliveries()).toMatchObject([{ webhookId: id, kind: 'ALERTS', status: 'WAITING' }]);
  await deliver();
  expect(await deliveries()).toMatchObject([{ status: 'SENT', answer: 200, attempts: 1 }]);
  expect(isSignedWith(secret)).toBe(true);
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    text: `Database alert: No &lt;mail&gt; leaves &amp; waits\n${origin}/admin/health/alerts`,
    attachments: [
      {
        color: 'danger',
        fields: [{ title: 'Act now', value: 'No &lt;mail&gt; leaves &amp; waits.', short: false }],
      },
    ],
  });
  expect(await portal.db.read(administrator, listWebhooks)).toMatchObject([
    { name: 'Chat', host: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
  ]);
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const written = await superuser`
    select to_json(a)::text as row from audit_log a union all select to_json(a)::text from admin_actions a`.finally(
    () => superuser.end(),
  );
  const trail = JSON.stringify(written);
  expect(trail).toContain('health.webhook_add');
  expect(trail).not.toContain('secret-path');
  expect(trail).not.toContain(secret);
  // A repetition by the queue sends nothing again.
  await deliver();
  expect(received).toHaveLength(1);
});

it('a webhook that fails is tried again, is named by a check, and a test that arrives ends that', async () => {
  const { id } = await add();
  await test(id);
  status = 500;
  await expect(deliver()).rejects.toThrow('The server answered 500.');
  expect(await deliveries()).toMatchObject([{ status: 'WAITING', answer: 500, attempts: 1 }]);
  expect(await check()).toMatchObject({ state: 'warn', says: '1 webhook cannot be reached: Chat.' });
  for (let attempt = 2; attempt <= 7; attempt += 1) await expect(deliver()).rejects.toThrow();
  expect(await deliveries()).toMatchObject([{ status: 'FAILED', attempts: 7 }]);
  // Nobody is led on to another address.
  status = 302;
  await test(id);
  await expect(deliver()).rejects.toThrow('The server answered 302.');
  status = 204;
  await deliver();
  expect(await check()).toMatchObject({ state: 'ok' });
});

it('a webhook of a portal in production is refused at once when it leads to this machine, a private network, or is not encrypted', async () => {
  for (const [to, why] of [
    [address(), 'The address must begin with https://.'],
    ['http://hooks.example.org/x', 'The address must begin with https://.'],
    ['https://127.0.0.1/', 'The address leads into a private network.'],
    ['https://localhost/', 'The address leads into a private network.'],
    ['https://[::1]/', 'The address leads into a private network.'],
    ['https://10.0.0.1/x', 'The address leads into a private network.'],
    ['https://[fd00::1]/x', 'The address leads into a private network.'],
    ...[
      'localhost.',
      'LOCALHOST',
      'api.localhost',
      'api.localhost.',
      // 127.0.0.1 and 10.0.0.1 as browsers write them: decimal, hexadecimal, octal, short, with a dot at the end.
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0x7f.1',
      '127.1',
      '127.0.0.1.',
      '167772161',
      '012.0.0.1',
      // IPv6 that holds an IPv4 address: mapped, compatible, translated, 6to4, Teredo.
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::ffff:10.0.0.1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[2001:0:7f00:1::]',
      '[::]',
      '[fe80::1]',
      '0.0.0.0',
      '169.254.169.254',
      '100.64.0.1',
      '192.168.1.1',
      '172.31.255.255',
      '198.18.0.1',
      '255.255.255.255',
    ].map((host) => [`https://${host}/x`, 'The address leads into a private network.'] as const),
  ] as const)
    await expect(add(to, false), to).rejects.toThrow(why);
  expect(await portal.db.read(administrator, listWebhooks)).toEqual([]);
  // A developer may listen on this machine, and nowhere else without encryption.
  await expect(add('http://hooks.example.org/x', true)).rejects.toThrow('must begin with https://');
  await add('https://hooks.example.org/x', false);
  expect(await portal.db.read(administrator, listWebhooks)).toMatchObject([{ host: 'hooks.example.org' }]);
});

it('a webhook that was added in development leads to no private network in production, under no name', async () => {
  for (const to of [
    address(),
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost./',
    'https://api.localhost/',
  ]) {
    const { id } = await add(to);
    await test(id);
    await expect(deliver(false), to).rejects.toThrow(/private network|without encryption/);
    await portal.db.write(administrator, (tx) => removeWebhook(tx, { id }));
  }
  // The name is looked up when the connection is made.
  await test((await add('https://localhost/')).id);
  await expect(deliver(false)).rejects.toThrow('The address leads into a private network.');
});

it('a new secret signs from now on, and auditors change nothing', async () => {
  const { id, secret } = await add();
  const auditor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['auditor'] }) } as const;
  for (const act of [
    () => portal.db.write(auditor, (tx) => rotateWebhook(tx, testKeys, { id })),
    () => portal.db.write(auditor, (tx) => removeWebhook(tx, { id })),
    () =>
      portal.db.write(auditor, (tx) =>
        addWebhook(tx, testKeys, { name: 'Own', address: address() }, { mayStayHere: true }),
      ),
  ])
    await expect(act()).rejects.toThrow();
  expect(await portal.db.read(auditor, listWebhooks)).toHaveLength(1);
  const { secret: next } = await portal.db.write(administrator, (tx) => rotateWebhook(tx, testKeys, { id }));
  expect(next).not.toBe(secret);
  await test(id);
  await deliver();
  expect([isSignedWith(secret), isSignedWith(next)]).toEqual([false, true]);
  await expect(add()).rejects.toThrow('Another webhook has this name.');
});
