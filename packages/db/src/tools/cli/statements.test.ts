import { Writable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { keyOfText, storeStatementTexts } from '../../statements/commands.ts';
import { partitionsOfYesterday, readingAt, takeReading } from '../../statements/factory.ts';
import { system } from '../testing/sample.ts';
import { testDatabase } from '../testing/test-database.ts';
import { runPortal } from './run-portal.ts';

const portal = testDatabase();
const text = 'select name from roles where code = $1';

beforeAll(async () => {
  await portal.owner.unsafe(partitionsOfYesterday);
  await takeReading(portal.db, readingAt(9, [{ queryId: '-7', calls: 0, totalMs: 0 }]));
  await takeReading(portal.db, readingAt(8, [{ queryId: '-7', calls: 40, totalMs: 60 }]));
  await portal.db.write(system, (tx) =>
    storeStatementTexts(tx, [{ queryId: '-7', kind: 'STATEMENT', text, textKey: keyOfText(text) }]),
  );
});

async function run(...args: string[]): Promise<string> {
  let said = '';
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      said += chunk;
      done();
    },
  });
  const before = process.exitCode;
  await runPortal(['statements', ...args], {
    environment: { ...process.env, ...portal.environment, DATABASE_OWNER_URL: portal.ownerUrl },
    stdout,
    stderr: stdout,
    signal: new AbortController().signal,
    user: 'test',
  });
  process.exitCode = before;
  return said;
}

it('prints what statements cost, dearest first, with the texts that are known', async () => {
  const said = await run('--range', '1h');
  expect(said).toMatch(new RegExp(`100\\.0% +40 +1\\.50 +40 +0 +${text.replace('$', '\\$')}`));
});

it('prints the same as JSON', async () => {
  const { servers, statements } = JSON.parse(await run('--range', '1h', '--json'));
  expect(servers).toMatchObject([{ name: 'database.example.org:5432', state: 'SAMPLED' }]);
  expect(statements).toMatchObject([{ queryId: '-7', calls: 40, totalMs: 60, text }]);
});

it('says of an unread server what is missing', async () => {
  expect(await run('sample')).toMatch(/portal_public may not read the statistics of others/);
});
