import { randomBytes, randomUUID } from 'node:crypto';
import { testDatabase } from '@namc/db/testing/test-database';
import { expect, it } from 'vitest';
import { testApp } from './app.fixture.ts';
import { openLog } from './open-log.ts';

const portal = testDatabase();
const lines: string[] = [];
const logger = openLog({ logLevel: 'trace' }, { write: (line: string) => void lines.push(line) });

it('no line of the log holds a secret, wherever a request or an error carries it', async () => {
  const token = randomBytes(32).toString('base64url');
  const app = testApp({ db: portal.db, logger });
  for (const path of [
    `/reset/${token}`,
    `/api/calendar/${token}.ics`,
    `/trpc/accounts.${token}`,
    `/api/x?token=${token}`,
  ]) {
    await app.request(path);
  }
  logger.error(
    {
      err: new Error(`Failed for /unsubscribe/${token}`),
      seen: { deep: [token, `\n${token}\u0007${token}`] },
    },
    `gone: ${token}`,
  );
  expect(lines.length).toBeGreaterThanOrEqual(5);
  for (const line of lines) {
    expect(line).not.toContain(token);
    expect(() => JSON.parse(line)).not.toThrow();
  }
  expect(lines.join('')).toContain('/reset/[secret]');
});

it('ids and paths stay readable', () => {
  const id = randomUUID();
  lines.length = 0;
  logger.info({ path: `/admin/members/${id}` }, 'request');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: `/admin/members/${id}` });
});
