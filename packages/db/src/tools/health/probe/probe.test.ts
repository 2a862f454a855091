import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../testing/test-database.ts';
import { askPortal, openProbe, type ProbeOptions } from './probe.ts';

const portal = testDatabase();
let folder: string;
let isReady = true;
let webhookAnswers = 200;
const told: { text: string }[] = [];
const mails: string[] = [];
/** The portal and the receiver of webhooks. */
const server = createServer((request, response) => {
  if (request.url === '/readyz') {
    const body = isReady
      ? { status: 'ready' }
      : { status: 'not ready', reason: 'The database does not answer.' };
    response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    if (webhookAnswers === 200) told.push(JSON.parse(body) as { text: string });
    response.writeHead(webhookAnswers).end();
  });
});
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    stream.on('end', () => {
      mails.push(text);
      done();
    });
  },
});
const portOf = (address: unknown) => (address as AddressInfo).port;
let origin: string;
let smtpUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-probe-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => {
    mailServer.listen(0, '127.0.0.1', () => resolve());
  });
  origin = `http://127.0.0.1:${portOf(server.address())}`;
  smtpUrl = `smtp://127.0.0.1:${portOf(mailServer.server.address())}`;
});
afterAll(async () => {
  server.close();
  await new Promise<void>((resolve) => mailServer.close(() => resolve()));
  await rm(folder, { recursive: true, force: true });
});

const samples = () =>
  portal.owner.begin(async (sql) => {
    await sql`select set_config('role', 'system_role', true), set_config('app.actor', 'system:test', true)`;
    return sql<{ minute: Date; asked: number; answered: number }[]>`
      select minute, asked, answered from probe_samples where probe = 'outside' order by minute`;
  });

it('a portal without its database is told once by mail and webhook, also across a restart, and its end once', async () => {
  let clock = Date.parse('2026-11-02T10:00:00Z');
  const lines: string[] = [];
  const options: ProbeOptions = {
    name: 'outside',
    origin,
    stateFile: join(folder, 'state', 'probe.json'),
    mail: { smtpUrl, from: 'NAMC NorCal <portal@example.org>', to: 'operator@example.org' },
    webhook: { address: `${origin}/hook`, secret: 'whsec_of_the_probe', mayStayHere: true },
    say: (line) => lines.push(line),
  };
  const open = () => openProbe(options, () => new Date(clock));
  let probe = await open();
  const sample = async (ready: boolean) => {
    isReady = ready;
    await probe.sample();
    clock += 20_000;
  };
  await sample(true);
  // One sample is no fault.
  await sample(false);
  await sample(true);
  expect([mails.length, told.length]).toEqual([0, 0]);
  // The receiver of webhooks is away at first.
  webhookAnswers = 500;
  await sample(false);
  await sample(false);
  expect([mails.length, told.length]).toEqual([1, 0]);
  expect(mails[0]).toContain('The portal does not answer: The database does not answer.');
  expect(lines.join()).toContain('The notice by webhook failed');
  // A restart knows what was told, and what was not.
  probe = await open();
  webhookAnswers = 200;
  await sample(false);
  await sample(false);
  expect([mails.length, told.map(({ text }) => text.split('\n')[0])]).toEqual([
    1,
    ['The portal does not answer'],
  ]);
  await sample(true);
  expect(told).toHaveLength(1);
  await sample(true);
  await sample(true);
  expect([mails.length, told.map(({ text }) => text.split('\n')[0])]).toEqual([
    2,
    ['The portal does not answer', 'The portal answers again'],
  ]);
  // Nothing was handed in yet: the file has each minute.
  const { minutes } = JSON.parse(await readFile(options.stateFile, 'utf8')) as { minutes: object[] };
  expect(minutes).toHaveLength(4);

  // Ten minutes without a sample stay unknown. Then the database is back.
  clock += 600_000;
  const { url, staffUrl: _staff, systemUrl = url } = portal.urls;
  options.database = { url, systemUrl, preparedStatements: true };
  await sample(true);
  const counted = (await samples()).map(({ minute, asked, answered }) => [
    minute.toISOString().slice(11, 16),
    asked,
    answered,
  ]);
  expect(counted).toEqual([
    ['10:00', 3, 2],
    ['10:01', 3, 0],
    ['10:02', 3, 2],
    ['10:03', 1, 1],
  ]);
  // A minute that still counts comes when it is over, and each once.
  clock += 60_000;
  await sample(true);
  await sample(true);
  expect((await samples()).slice(4)).toMatchObject([
    { asked: 1, answered: 1 },
    { asked: 1, answered: 1 },
  ]);
});

it('a portal that cannot be reached is named as that', async () => {
  isReady = true;
  expect(await askPortal(origin)).toBeNull();
  isReady = false;
  expect(await askPortal(origin)).toBe('The database does not answer.');
  expect(await askPortal('http://127.0.0.1:1')).toBe('it could not be reached.');
});
