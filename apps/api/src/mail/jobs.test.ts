import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, openDatabase } from '@namc/db';
import { freePort } from '@namc/db/free-port';
import { closeInvoice } from '@namc/db/invoices/commands/settle';
import { addInvoice } from '@namc/db/invoices/factory';
import { sendLetter } from '@namc/db/mail/commands';
import { listMail } from '@namc/db/mail/queries';
import { addMember } from '@namc/db/members/factory';
import { smtpOptions } from '@namc/db/smtp-options';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { doWork } from '../do-work.ts';
import { noFiles } from '../files/no-files.fixture.ts';
import { noImports } from '../imports/no-imports.fixture.ts';
import { noMaintenance } from '../maintenance/place.fixture.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
interface Got {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  attached: { name: string; begins: string }[];
}
const workerDb = openDatabase(portal.workerUrls);
const folder = mkdtempSync(join(tmpdir(), 'namc-anchor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const got: Got[] = [];
/** Called with each mail, before the server acknowledges it. */
let onMail: (mail: Got) => Promise<void> = async () => undefined;
let port = 0;
let smtp: SMTPServer;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  port = await freePort();
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      simpleParser(stream).then(async (mail) => {
        const one = {
          to: session.envelope.rcptTo[0]?.address ?? '',
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: mail.html || '',
          messageId: mail.messageId ?? '',
          attached: mail.attachments.map(({ filename, content }) => ({
            name: filename ?? '',
            begins: content.subarray(0, 5).toString(),
          })),
        };
        try {
          await onMail(one);
          got.push(one);
          done();
        } catch (error) {
          done(error as Error);
        }
        // A worker that is killed cuts its connection in the middle of a message.
      }, done);
    },
  });
  // The cut connection of a killed worker is what the test is about, and no error of the server.
  smtp.on('error', () => undefined);
  await new Promise<void>((listening) => smtp.listen(port, '127.0.0.1', () => listening()));
});

afterAll(() => workerDb.close());

afterAll(() => new Promise<void>((closed) => smtp.close(() => closed())));

afterEach(async () => {
  onMail = async () => undefined;
  got.length = 0;
  for (const stop of stops.splice(0)) await stop();
});

/** Writes a letter to a member with this address. */
async function write(email: string): Promise<void> {
  const userId = await addMember(portal.db, { firstName: 'Ana <b>' });
  await portal.owner`update users set email = ${email}, email_verified_at = now() where id = ${userId}`;
  await portal.db.write(system, (tx) =>
    sendLetter(tx, { userId, email }, 'application-question', {
      origin: 'https://portal.example.org',
      body: 'Is <this> yours?\nAnd this?',
    }),
  );
}
const statusOf = async (email: string) =>
  (await portal.db.read(system, (tx) => listMail(tx, { limit: 100 }))).find(
    ({ recipient }) => recipient === email,
  );

async function work() {
  const worker = await doWork({
    files: noFiles,
    statements: { urls: [], embedded: true },
    db: workerDb,
    logger: pino({ level: 'silent' }),
    mail: {
      smtpUrl: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
      from: 'NAMC NorCal <portal@example.org>',
    },
    sealing: {
      keys: testKeys,
      anchor: { file: join(folder, 'audit-anchor.jsonl') },
      anchorMail: undefined,
      reader: { url: portal.superuserUrl, embedded: false },
      longestUnsealedSeconds: 600,
    },
    imports: noImports,
    maintenance: noMaintenance,
    servers: { serverUrls: [portal.superuserUrl], isEmbedded: false },
    keys: { encryption: undefined, seal: undefined, cookieSecret: undefined, metricsToken: undefined },
    webhooks: { keys: () => testKeys, mayStayHere: true },
    pollEveryMs: 500,
    superviseEverySeconds: 1,
  });
  stops.push(() => worker.stop(2_000));
}

it('a letter goes out as text and HTML, and its body is deleted', async () => {
  await work();
  await write('ana@example.org');
  await vi.waitFor(async () => expect((await statusOf('ana@example.org'))?.status).toBe('SENT'), {
    timeout: 10_000,
  });
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({ to: 'ana@example.org', subject: 'A question about your application' });
  expect(got[0]?.text).toContain('> Is <this> yours?\n> And this?');
  expect(got[0]?.html).toContain('Is &lt;this&gt; yours?');
  expect(got[0]?.html).not.toContain('<b>');
  expect(await portal.owner`select from mail_contents`).toHaveLength(0);
});

it('an invoice goes out as a PDF with its letter, and not when it was closed meanwhile', async () => {
  const userId = await addMember(portal.db, { firstName: 'Hồng' });
  const closed = await addMember(portal.db);
  await addInvoice(portal.db, userId);
  const invoiceId = await addInvoice(portal.db, closed);
  await portal.db.write(system, (tx) =>
    closeInvoice(tx, {
      invoiceId,
      closing: 'VOID',
      reason: 'By mistake',
      portal: 'https://portal.example.org',
    }),
  );
  await work();
  await vi.waitFor(
    async () => {
      expect((await statusOf(`${userId}@example.org`))?.status).toBe('SENT');
      const mails =
        await portal.owner`select template, status from mails where user_id = ${closed} order by template`;
      expect(mails).toEqual([
        { template: 'invoice-closed', status: 'SENT' },
        { template: 'invoice-issued', status: 'DROPPED' },
      ]);
    },
    { timeout: 20_000 },
  );
  const year = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'America/Los_Angeles',
    year: 'numeric',
  }).format();
  expect(got.find(({ to }) => to.startsWith(userId))?.attached).toEqual([
    { name: `invoice-${year}-0001.pdf`, begins: '%PDF-' },
  ]);
  expect(got.find(({ to }) => to.startsWith(closed))?.attached).toEqual([
    { name: `credit-note-C${year}-0001.pdf`, begins: '%PDF-' },
  ]);
});

it('a refused mail is tried again with the same Message-ID', async () => {
  await portal.owner`update jobs.queue set retry_delay = 0, retry_backoff = false where name = 'send-mail'`;
  const ids: string[] = [];
  onMail = async ({ messageId }) => {
    ids.push(messageId);
    if (ids.length < 3) throw Object.assign(new Error('Try later'), { responseCode: 451 });
  };
  await work();
  await write('ben@example.org');
  await vi.waitFor(async () => expect((await statusOf('ben@example.org'))?.status).toBe('SENT'), {
    timeout: 15_000,
  });
  expect([ids.length, new Set(ids).size, got.length]).toEqual([3, 1, 1]);
});

function startWorkerProcess(): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '../worker.ts')], {
    env: {
      ...process.env,
      ...portal.workerEnvironment,
      SMTP_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
    },
    stdio: 'ignore',
  });
}

it('killing a worker in the middle of its mail loses none, and repeats only what it had not recorded as sent', async () => {
  // Another worker takes over a dead worker's job after this time; outside of tests it is a minute.
  await portal.owner`update jobs.queue set expire_seconds = 2, retry_delay = 0 where name = 'send-mail'`;
  const addresses = ['cal', 'dan', 'eli', 'fay'].map((name) => `${name}@example.org`);
  for (const address of addresses) await write(address);
  let first: ChildProcess | undefined;
  let killed = '';
  onMail = async ({ to }) => {
    if (killed) return;
    killed = to;
    // The server has accepted the mail, and the worker dies before recording it.
    got.push({ to, subject: '', text: '', html: '', messageId: '', attached: [] });
    first?.kill('SIGKILL');
    throw new Error('gone');
  };
  first = startWorkerProcess();
  const gone = new Promise((resolve) => first?.once('exit', resolve));
  await vi.waitFor(() => expect(killed).not.toBe(''), { timeout: 20_000 });
  await gone;
  const recorded: string[] = [];
  for (const address of addresses) if ((await statusOf(address))?.status === 'SENT') recorded.push(address);
  expect(recorded).not.toContain(killed);
  await work();
  await vi.waitFor(
    async () => {
      for (const address of addresses) expect((await statusOf(address))?.status).toBe('SENT');
    },
    { timeout: 30_000 },
  );
  const countOf = (address: string) => got.filter(({ to }) => to === address).length;
  expect(countOf(killed)).toBe(2);
  expect(recorded.map(countOf)).toEqual(recorded.map(() => 1));
  // The mails of a batch are sent side by side, so the server may have accepted others of them.
  for (const address of addresses) expect(countOf(address), address).toBeOneOf([1, 2]);
});

it('a worker that is stopped in the middle of a mail sends it first', async () => {
  await portal.owner`update jobs.queue set expire_seconds = 60 where name = 'send-mail'`;
  let begun = false;
  onMail = async () => {
    begun = true;
    await new Promise((resolve) => setTimeout(resolve, 700));
  };
  const child = startWorkerProcess();
  await write('gil@example.org');
  await vi.waitFor(() => expect(begun).toBe(true), { timeout: 20_000 });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect((await statusOf('gil@example.org'))?.status).toBe('SENT');
});

it('a mail that somebody waits for leaves among the first, however much other mail waits', async () => {
  await portal.owner`update jobs.job set state = 'completed' where name = 'send-mail'`;
  await portal.db.write(system, async ({ sql }) => {
    await sql`
      select queue_mail(null, 'bulk.' || n || '@example.org', 'application-again', 'Hello',
        '{"origin":"https://portal.example.org"}', 0) from generate_series(1, 2000) n`;
  });
  const userId = await addMember(portal.db);
  const email = `${userId}@example.org`;
  await portal.db.write(system, (tx) =>
    sendLetter(tx, { userId, email }, 'reset-password', { origin: 'https://portal.example.org' }),
  );
  await work();
  await vi.waitFor(() => expect(got.map(({ to }) => to)).toContain(email), { timeout: 30_000 });
  expect(got.map(({ to }) => to).indexOf(email)).toBeLessThan(20);
  expect(got.find(({ to }) => to === email)?.text).toMatch(/\/reset#[\w-]{43}/);
});

it('an address goes to the server as it is, and nothing in it is read as another', async () => {
  await work();
  const userId = await addMember(portal.db);
  const email = `o'brien+bids.${userId}@example.org`;
  await portal.owner`update users set email = ${email}, email_verified_at = now() where id = ${userId}`;
  await portal.db.write(system, (tx) => sendLetter(tx, { userId, email }, 'sign-in-copied', undefined));
  // Letters of the tests before may still be on their way to others.
  const theirs = () => got.map(({ to }) => to).filter((to) => to.includes(userId));
  await vi.waitFor(() => expect(theirs()).toEqual([email]), { timeout: 10_000 });
});

it('mail leaves this machine over TLS or not at all', () => {
  for (const [url, needsTls] of [
    ['smtp://user:secret@mail.example.org:587', true],
    ['smtp://mail.example.org', true],
    ['smtps://mail.example.org', true],
    ['smtp://10.0.0.9:25', true],
    ['smtp://[2001:db8::1]:25', true],
    ['smtp://localhost.example.org', true],
    ['smtp://127.0.0.1:1025', false],
    ['smtp://localhost:1025', false],
    ['smtp://[::1]:1025', false],
  ] as const) {
    expect(smtpOptions(url).requireTLS, url).toBe(needsTls);
  }
});

it('a server that takes back its offer of TLS gets no mail', async () => {
  const before = got.length;
  const transport = createTransport({ ...smtpOptions(`smtp://127.0.0.1:${port}`), requireTLS: true });
  await expect(
    transport.sendMail({ from: 'portal@example.org', to: 'ana@example.org', text: 'a link' }),
  ).rejects.toThrow(/STARTTLS|TLS/);
  transport.close();
  expect(got).toHaveLength(before);
});
