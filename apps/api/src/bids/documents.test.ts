import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { withdrawBid } from '@namc/db/bids/commands/decide';
import { fileStore } from '@namc/db/file-store';
import { freePort } from '@namc/db/free-port';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { listen } from '../http/listen.ts';
import { portalFiles } from '../http/portal-files.ts';
import { addressOf, bidding as biddingOf, entriesOf, pdf } from './documents.fixture.ts';

const portal = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'namc-bid-documents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const store = fileStore(join(folder, 'store'));
/** The streams that the store hands out, so that a test can count it or spoil it. */
let handOut = (file: Readable) => file;
const files = portalFiles(
  { ...store, open: async (name, part) => handOut(await store.open(name, part)) },
  join(folder, 'uploads'),
);
let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp({ db: portal.db, files });
});
const request = (path: string, cookie: string, init: RequestInit = {}) =>
  app.request(path, { ...init, headers: { cookie, origin: 'http://localhost', ...init.headers } });
const bidding = (bidders: Parameters<typeof biddingOf>[2]) => biddingOf(portal, request, bidders);

it('a poster takes each firm’s files under their own names, and a log of every act', async () => {
  const { posterId, poster, projectId, bids, open } = await bidding([
    {
      firm: '=Dock/Builders',
      amount: '1000',
      files: [
        ['../con.pdf', pdf('1')],
        ['Offer.pdf', pdf('2')],
        ['offer.pdf', pdf('3')],
      ],
    },
    { firm: 'Pier Works', amount: '2000', files: [['offer.pdf', pdf('4')]] },
    { firm: 'Bare Hands', amount: '3000', files: [] },
    { firm: 'Gone Again', amount: '4000', files: [['offer.pdf', pdf('5')]] },
    { firm: 'Never There', amount: '5000', files: [['offer.pdf', pdf('6')]] },
  ]);
  const [dock, , , gone, never] = bids;
  const withdraw = (bid: typeof dock, reason?: string) =>
    portal.db.write(bid!.draft.as, (tx) =>
      withdrawBid(tx, { bidId: bid!.bidId, reason, portal: 'https://portal.example.org' }),
    );
  await dock!.draft.save({ amount: '1100' });
  await dock!.draft.submit();
  await withdraw(never);
  expect((await request(addressOf(projectId), poster)).status).toBe(404);
  await open();
  await withdraw(gone, '=A digit was missing');

  const answer = await request(addressOf(projectId), poster);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(answer.headers.get('content-disposition')).toContain('Bids on New pier.zip');
  const zipped = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-length')).toBe(String(zipped.length));
  const entries = await entriesOf(zipped);
  expect([...entries.keys()]).toEqual([
    'bidding-log.csv',
    '=Dock_Builders/.._con.pdf',
    '=Dock_Builders/Offer.pdf',
    '=Dock_Builders/offer (2).pdf',
    'Pier Works/offer.pdf',
    'Bare Hands/',
  ]);
  expect(entries.get('=Dock_Builders/offer (2).pdf')).toEqual(pdf('3'));
  expect(entries.get('Pier Works/offer.pdf')).toEqual(pdf('4'));

  const log = entries.get('bidding-log.csv')?.toString() ?? '';
  const rows: string[][] = parse(log, { bom: true, from: 2 });
  expect(rows.map(([, , act, firm, , , price, details]) => [act, firm, price, details])).toEqual([
    ['Project published', '', '', 'New pier'],
    ['Deadline set', '', '', expect.stringMatching(/^Until \w+ \d+, \d{4} at .* Pacific time$/)],
    ['Bid submitted', "'=Dock/Builders", '', ''],
    ['Bid submitted', 'Pier Works', '', ''],
    ['Bid submitted', 'Bare Hands', '', ''],
    ['Bid submitted', 'Gone Again', '', ''],
    ['Bid submitted', '', '', ''],
    ['Bid revised', "'=Dock/Builders", '', ''],
    ['Bid withdrawn', '', '', ''],
    ['Bids opened', '', '', expect.stringMatching(/^The bids were sealed until /)],
    [
      'Bid as opened',
      "'=Dock/Builders",
      '1100.00',
      'Lowest price. 55% of the middle price. Names no license',
    ],
    ['Bid as opened', 'Pier Works', '2000.00', 'Names no license'],
    [
      'Bid as opened',
      'Bare Hands',
      '3000.00',
      '150% of the middle price. No files, and no bond letter. Names no license',
    ],
    ['Bid withdrawn', 'Gone Again', '', "'=A digit was missing"],
  ]);
  for (const [local, utc] of rows) {
    expect(local).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(utc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
  expect(log).not.toContain('Never There');
  expect(rows.find(([, , act]) => act === 'Bids opened')?.[4]).toBe('The portal’s job for deadlines');

  const trail = await portal.owner`
    select action, user_id, actor, target_id from admin_actions where target_id = ${projectId}`;
  expect([...trail]).toEqual([
    { action: 'bids.download', user_id: posterId, actor: 'member', target_id: projectId },
  ]);
  for (const stranger of [dock!.cookie, await addSignedIn(portal.db, await addMember(portal.db))])
    expect((await request(addressOf(projectId), stranger)).status).toBe(404);
  expect((await request(addressOf(projectId), '')).status).toBe(401);
  const staffId = await addMember(portal.db, { roles: ['administrator'] });
  const forStaff = `/api/projects/for-staff/${projectId}/bid-documents.zip`;
  expect((await request(forStaff, await addSignedIn(portal.db, staffId))).status).toBe(403);
  expect((await request(forStaff, poster)).status).toBe(403);
  const asStaff = await request(forStaff, await addSignedIn(portal.db, staffId, { hasSecondStep: true }));
  expect([...(await entriesOf(Buffer.from(await asStaff.arrayBuffer()))).keys()]).toEqual([
    ...entries.keys(),
  ]);
});

it('reads no more of a file than its reader takes, and lets go of it when the reader leaves', async () => {
  const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(24_000_000)]);
  const { poster, projectId, open } = await bidding([
    { firm: 'Large', amount: '1', files: [['large.pdf', large]] },
  ]);
  await open();
  let read = 0;
  let opened: Readable | undefined;
  handOut = (file) => {
    opened = file;
    return file
      .on('data', (part: Buffer) => {
        read += part.length;
      })
      .pause();
  };
  const answer = await request(addressOf(projectId), poster);
  const reader = answer.body!.getReader();
  let taken = 0;
  let most = 0;
  for (let parts = 0; taken < 12_000_000; parts += 1) {
    const { value } = await reader.read();
    taken += value?.length ?? 0;
    // A reader that is slow for a moment now and then.
    if (parts % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    most = Math.max(most, read - taken);
  }
  expect(most).toBeLessThan(1_000_000);
  await reader.cancel();
  await expect.poll(() => opened?.destroyed).toBe(true);
  expect(read).toBeLessThan(14_000_000);
  handOut = (file) => file;
});

it('a file that is missing, cut or damaged breaks the download off, and never makes a shorter archive', async () => {
  const { poster, projectId, open } = await bidding([
    { firm: 'First', amount: '1', files: [['a.pdf', pdf('a'.repeat(100_000))]] },
    { firm: 'Second', amount: '2', files: [['b.pdf', pdf('b'.repeat(100_000))]] },
  ]);
  await open();
  const port = await freePort();
  const server = await listen(app, { host: '127.0.0.1', port }, 1_000);
  const download = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}${addressOf(projectId)}`, {
      headers: { cookie: poster },
    });
    expect(answer.status).toBe(200);
    return answer.arrayBuffer();
  };
  const ofSecond = (spoil: (file: Readable) => Readable) => {
    let count = 0;
    handOut = (file) => {
      count += 1;
      return count === 2 ? spoil(file) : file;
    };
  };
  try {
    expect((await download()).byteLength).toBeGreaterThan(200_000);
    const spoilers: ((file: Readable) => Readable)[] = [
      () => {
        throw new Error('There is no such object.');
      },
      (file) =>
        Readable.from(
          (async function* () {
            for await (const part of file) {
              yield (part as Buffer).subarray(0, 1_000);
              return;
            }
          })(),
        ),
      (file) =>
        Readable.from(
          (async function* () {
            for await (const part of file) yield Buffer.from(part as Buffer).fill('c', 20, 30);
          })(),
        ),
      (file) =>
        Readable.from(
          (async function* () {
            for await (const part of file) {
              yield part;
              throw new Error('The store went away.');
            }
          })(),
        ),
    ];
    for (const spoil of spoilers) {
      ofSecond(spoil);
      await expect(download()).rejects.toThrow();
    }
  } finally {
    handOut = (file) => file;
    await server.close();
  }
});
