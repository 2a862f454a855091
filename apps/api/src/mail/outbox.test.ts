import type { Actor } from '@namc/db';
import { sendLetter } from '@namc/db/mail/commands';
import { addMember } from '@namc/db/members/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { describe, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { makeMailSender } from './jobs.ts';
import type { Outbox } from './outbox.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const open = (outbox?: Outbox) =>
  testApp({
    db: portal.db,
    outbox,
  });

/** The worker's part, on a machine that sends no mail. */
async function keepAll(): Promise<void> {
  const sender = makeMailSender({ smtpUrl: undefined, from: 'portal@example.org', keptUnder: testKeys });
  for (const { id } of await portal.owner<{ id: string }[]>`select id from mails where status = 'WAITING'`) {
    await sender.send(portal.db, { mailId: id });
  }
}

/** A browser on this machine. */
const here = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
const local = { headers: { Host: 'localhost:3000' } };

describe('if mail is kept', () => {
  it('the outbox shows it, with a person’s text escaped', async () => {
    const app = open({
      db: portal.db,
      keys: testKeys,
      codes: async () => [{ email: 'staff@example.org', code: '123456' }],
    });
    const userId = await addMember(portal.db, { firstName: '<b>Ana</b>' });
    const email = `${userId}@example.org`;
    await portal.db.write(system, (tx) =>
      sendLetter(tx, { userId, email }, 'application-declined', {
        origin: 'https://portal.example.org',
        reason: '<script>alert(1)</script>',
      }),
    );
    await keepAll();
    const page = await (await app.request('/dev/outbox', local, here)).text();
    expect(page).toContain(`To ${email}`);
    expect(page).toContain('&lt;b&gt;Ana');
    expect(page).toContain('123456');
    expect(page).toMatch(/A code works once, for ([1-9]|[12]\d|30) more seconds/);
    expect(page).not.toMatch(/<script|<b>Ana/);
    // A ground without the color of its words would hide them. The looks of the list come from its own style sheet.
    expect(page).not.toMatch(/bgcolor=|style="/);
    const mailTo = async (to: string) => (await app.request(`/dev/outbox?to=${to}`, local, here)).text();
    expect(await mailTo(email)).toContain(`To ${email}`);
    expect(await mailTo('nobody@example.org')).toContain('Nothing yet.');
    const [, address = ''] = /href="(\/dev\/outbox\/[^"]+)"/.exec(page) ?? [];
    const alone = await app.request(address, local, here);
    expect(alone.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/);
    expect(await alone.text()).toContain('&lt;script&gt;alert(1)');
    const css = await app.request('/dev/outbox.css', local, here);
    expect(css.headers.get('Content-Type')).toMatch(/^text\/css/);
  });

  it('every letter has a preview, under a policy that blocks scripts', async () => {
    const app = open({ db: portal.db, keys: testKeys });
    const index = await (await app.request('/dev/letters', local, here)).text();
    const links = [...index.matchAll(/href="(\/dev\/letters\/[^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) {
      const answer = await app.request(link, local, here);
      expect(answer.status, link).toBe(200);
      expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/);
      expect(answer.headers.get('Content-Type')).toMatch(
        link.endsWith('.txt') ? /^text\/plain/ : /^text\/html/,
      );
    }
    expect((await app.request('/dev/letters/nothing.html', local, here)).status).toBe(404);
  });
});

it('if mail is sent, the outbox shows none of it', async () => {
  const app = open();
  for (const path of ['/dev/outbox', '/dev/letters', '/dev/letters/reset-password.html']) {
    const answer = await app.request(
      path,
      { headers: { ...local.headers, Accept: 'application/json' } },
      here,
    );
    expect(answer.status, path).toBe(404);
  }
});

const pages = ['/dev/outbox', '/dev/letters', '/dev/letters/reset-password.html'];

it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'portal.localhost'])(
  'a browser on this machine that asks for %s sees the development pages',
  async (Host) => {
    const app = open({ db: portal.db, keys: testKeys });
    for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      for (const path of pages) {
        const answer = await app.request(
          path,
          { headers: { Host } },
          { incoming: { socket: { remoteAddress } } },
        );
        expect(answer.status, path).toBe(200);
      }
    }
  },
);

it.each([
  ['another machine', '192.0.2.7', 'localhost:3000'],
  ['another machine over IPv6', '2001:db8::1', 'localhost:3000'],
  ['an unknown connection', undefined, 'localhost:3000'],
  ['a page whose name was pointed at this machine', '127.0.0.1', 'rebound.example.org'],
  ['a name that only looks local', '127.0.0.1', 'localhost.example.org'],
  ['a name that begins like an address', '127.0.0.1', '127.0.0.1.example.org'],
  ['no Host at all', '127.0.0.1', ''],
])('%s sees no development page', async (_who, remoteAddress, Host) => {
  const app = open({ db: portal.db, keys: testKeys });
  for (const path of [...pages, '/dev/anything']) {
    const answer = await app.request(
      path,
      { headers: { Host } },
      { incoming: { socket: { remoteAddress } } },
    );
    expect(answer.status, path).toBe(404);
  }
});
