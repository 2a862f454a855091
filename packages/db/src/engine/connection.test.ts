import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../tools/testing/test-database.ts';
import { type Client, connect, errorCode } from './connection.ts';

const portal = testDatabase();
/** The client's ends of the connections that go through here to the server. */
const open: Socket[] = [];
const line = createServer((socket) => {
  const server = dial(Number(new URL(portal.ownerUrl).port), '127.0.0.1');
  open.push(socket);
  socket.on('error', () => server.destroy());
  server.on('error', () => socket.destroy());
  socket.pipe(server).pipe(socket);
});
let client: Client;

beforeAll(async () => {
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done));
  const url = new URL(portal.ownerUrl);
  url.port = String((line.address() as AddressInfo).port);
  client = connect(url.href, { max: 1, applicationName: 'test' });
});

afterAll(async () => {
  await client.end({ timeout: 1 });
  line.close();
});

// The driver learns of a reset twice, and a statement between the two was never answered.
it('a statement that follows a reset connection at once is refused, and the next one runs', async () => {
  await client`select 1`;
  const followed = client`select pg_sleep(60)`.catch(async (error) => [
    errorCode(error),
    await client`select 2`.catch(errorCode),
  ]);
  for (const socket of open) socket.resetAndDestroy();
  expect(await followed).toEqual(['ECONNRESET', 'CONNECTION_CLOSED']);
  expect(await client`select 3 as three`).toEqual([{ three: 3 }]);
});

// The driver paused the connection for a full buffer, and nothing resumed it once the last rows had come.
it('a connection answers after a copy whose end arrived while its reader was behind', async () => {
  for (const kilobytes of [70, 90, 110]) {
    const rows = await client
      .unsafe(`copy (select repeat('x', 1023) from generate_series(1, ${kilobytes})) to stdout`)
      .readable();
    // The whole copy is here before anybody reads it.
    await new Promise((done) => setTimeout(done, 100));
    let length = 0;
    for await (const row of rows) length += row.length;
    expect(length).toBe(kilobytes * 1024);
    expect(await client`select 4 as four`).toEqual([{ four: 4 }]);
  }
});
