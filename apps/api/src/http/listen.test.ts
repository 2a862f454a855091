import { connect } from 'node:net';
import { freePort } from '@namc/db/free-port';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { listen } from './listen.ts';

const portal = testDatabase();
let port = 0;
let close: () => Promise<void>;

beforeAll(async () => {
  port = await freePort();
  const patience = { request: 300, head: 300, check: 50 };
  ({ close } = await listen(testApp({ db: portal.db }), { host: '127.0.0.1', port }, 1_000, patience));
});
afterAll(() => close());

/** The server's answer until it closes the connection. The client itself never does. */
function send(text: string): Promise<string> {
  return new Promise((answered) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text));
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => answered(answer));
    socket.on('end', () => socket.end());
  });
}

it.for<[string, string]>([
  ['half a head', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n'],
  ['a head of one line', 'GET'],
  [
    'a part of a body',
    'POST /trpc/signIn.begin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{"email":',
  ],
  [
    'a part of a body in chunks',
    'POST /trpc/signIn.begin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ema\r\n',
  ],
])('a connection that sends %s and no more is closed by the server', async ([, text]) => {
  expect(await send(text)).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

it('keeps an idle connection longer than a proxy keeps its own', async () => {
  const nginxKeepsSeconds = 60;
  const { headers } = await fetch(`http://127.0.0.1:${port}/healthz`);
  const [, seconds] = /^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(nginxKeepsSeconds);
});
