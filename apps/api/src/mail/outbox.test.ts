import type { Actor } from '@namc/db';
import { sendLetter } from '@namc/db/mail/commands';
import { testDatabase } from '@namc/db/testing/test-database';
import { describe, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { Outbox } from './outbox.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const open = (outbox?: Outbox) =>
  testApp({
    db: portal.db,
    outbox,
  });

describe('if mail is kept', () => {
  it('the outbox shows it, with a person’s text escaped', async () => {
    const app = open({ db: portal.db, codes: async () => [{ email: 'staff@example.org', code: '123456' }] });
    await portal.db.write(system, (tx) =>
      sendLetter(tx, { userId: null, email: 'ana@example.org', name: '<b>Ana</b>' }, 'application-declined', {
        reason: '<script>alert(1)</script>',
      }),
    );
    const page = await (await app.request('/dev/outbox')).text();
    expect(page).toContain('To ana@example.org');
    expect(page).toContain('123456');
    expect(page).not.toMatch(/<script|<b>Ana/);
  });

  it('every letter has a preview, under a policy that blocks scripts', async () => {
    const app = open({ db: portal.db });
    const index = await (await app.request('/dev/letters')).text();
    const links = [...index.matchAll(/href="(\/dev\/letters\/[^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) {
      const answer = await app.request(link);
      expect(answer.status, link).toBe(200);
      expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/);
      expect(answer.headers.get('Content-Type')).toMatch(
        link.endsWith('.txt') ? /^text\/plain/ : /^text\/html/,
      );
    }
    expect((await app.request('/dev/letters/nothing.html')).status).toBe(404);
  });
});

it('if mail is sent, the outbox shows none of it', async () => {
  const app = open();
  for (const path of ['/dev/outbox', '/dev/letters', '/dev/letters/reset-password.html']) {
    const answer = await app.request(path, { headers: { Accept: 'application/json' } });
    expect(answer.status, path).toBe(404);
  }
});
