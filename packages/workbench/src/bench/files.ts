/**
 * `npm run bench files -- [--megabytes 200]`: uploads a PDF through the running API in parts, as the browser does, cut once in the
 * middle of a part. Then the portal looks at it, stores it, and sends it back. The resident memory of the server is printed before,
 * at most during each step, and afterwards.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { connect } from '@namc/db/testing/direct-client';
import { buildTemplate } from '@namc/db/testing/template';
import { filePartBytes } from '@namc/inputs/files';
import { top } from '../top.ts';
import { startServer } from './contractors/server.ts';
import { uploader } from './files/uploader.ts';

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '200' } } });
const bytes = Number(values.megabytes) * 1_000_000;

const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
const cluster = await startCluster();
try {
  const database = await buildTemplate(cluster);
  const owner = connect(cluster.superuserUrl(database), { max: 1, applicationName: 'bench' });
  await owner`update file_kinds set most_bytes = 1000000000 where kind = 'CERTIFICATE'`;
  await owner.end();
  const urls = cluster.urls(database);
  const db = openDatabase({ ...urls, maxConnections: 1 });
  const cookie = await addSignedIn(db, await addMember(db));
  await db.close();
  process.env.DATA_DIRECTORY = folder;
  const api = await startServer(urls, top);
  try {
    await measure(api, cookie);
  } finally {
    await api.stop();
  }
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(api: Awaited<ReturnType<typeof startServer>>, cookie: string): Promise<void> {
  const uploads = uploader(api.port, cookie);
  // The first upload of a process loads what every later one uses.
  await uploads.upload('first.pdf', pdfPart(0, 2_000_000), 2_000_000);
  console.log(row('before', await api.memory()));

  const sent = createHash('sha256');
  const fileId = await uploads.begin('plan.pdf', bytes);
  const cutAt = Math.floor(bytes / 2 / filePartBytes) * filePartBytes;
  let isCut = false;
  let goesOnAt = 0;
  const upload = await atMost(api, async () => {
    for (let from = 0; from < bytes; ) {
      const part = pdfPart(from, Math.min(filePartBytes, bytes - from));
      if (from === cutAt && !isCut) {
        isCut = true;
        await uploads.cut(fileId, from, part);
        goesOnAt = await uploads.arrived(fileId);
        sent.update(part.subarray(0, goesOnAt - from));
        from = goesOnAt;
        continue;
      }
      await uploads.send(fileId, from, part);
      sent.update(part);
      from += part.length;
    }
  });
  console.log(row('at most while it is uploaded', upload.most, upload.seconds));
  console.log(
    `  cut at ${cutAt.toLocaleString('en-US')} bytes, went on at ${goesOnAt.toLocaleString('en-US')}`,
  );
  const finish = await atMost(api, () => uploads.finish(fileId));
  console.log(row('at most while it is checked and stored', finish.most, finish.seconds));
  let received = '';
  const download = await atMost(api, async () => {
    received = await uploads.hash(fileId);
  });
  console.log(row('at most while it is sent back', download.most, download.seconds));
  if (received !== sent.digest('hex')) throw new Error('The file came back with other bytes.');
  console.log(row('after', await api.memory()));
}

/** A part of the file. Its bytes differ from place to place, so that a part in the wrong place is noticed. */
function pdfPart(from: number, length: number): Buffer {
  const part = Buffer.alloc(length, createHash('sha256').update(`part at ${from}`).digest());
  if (from === 0) part.write('%PDF-1.7\n');
  return part;
}

/** Runs an act, and returns the most resident memory that was seen every 20 ms meanwhile. */
async function atMost(api: { memory(): Promise<number> }, act: () => Promise<unknown>) {
  let most = 0;
  let isDone = false;
  const began = performance.now();
  const watching = (async () => {
    while (!isDone) {
      most = Math.max(most, await api.memory());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  try {
    await act();
  } finally {
    isDone = true;
    await watching;
  }
  return { most: Math.max(most, await api.memory()), seconds: (performance.now() - began) / 1_000 };
}

function row(what: string, resident: number, seconds?: number): string {
  const taken = seconds === undefined ? '' : `${seconds.toFixed(1)} s`;
  return `${what.padEnd(42)}${(resident / 2 ** 20).toFixed(0).padStart(6)} MiB ${taken.padStart(8)}`;
}
