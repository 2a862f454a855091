import { freePort } from '@namc/db/free-port';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepOutOfCaches, protectPages } from './headers.ts';
import { listen, urlOf } from './listen.ts';

const app = new Hono()
  .use(protectPages(true), keepOutOfCaches)
  .get('/page', (c) => c.html('<p>A page</p>'))
  .get('/file', () => new Response(new Uint8Array(3), { headers: { 'Content-Type': 'image/png' } }))
  .get('/pieces', () => new Response(new Blob(['one', 'two']).stream()))
  .get('/moved', (c) => c.redirect('/page'))
  .get('/broken', () => {
    throw new Error('This page is broken.');
  })
  .onError((_, c) => c.text('It failed.', 500));

let server: { close(): Promise<void> };
let origin: string;
beforeAll(async () => {
  const address = { host: '127.0.0.1', port: await freePort() };
  server = await listen(app, address, 100);
  origin = urlOf(address);
});
afterAll(() => server.close());

describe('the headers that protect pages', () => {
  it.each(['/page', '/file', '/pieces', '/moved', '/broken', '/nothing'])(
    'are the same from a real server as from the app alone: %s',
    async (path) => {
      const alone = await app.request(path);
      const served = await fetch(`${origin}${path}`, { redirect: 'manual' });
      await served.arrayBuffer();
      expect(served.status).toBe(alone.status);
      expect(served.headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(served.headers.get('cache-control')).toBe('no-store');
      const own = [...served.headers].filter(
        ([name]) =>
          !['connection', 'keep-alive', 'date', 'content-length', 'transfer-encoding'].includes(name),
      );
      expect(Object.fromEntries(own)).toEqual(Object.fromEntries(alone.headers));
    },
  );

  it('are the same for each of several requests on one connection', async () => {
    const names = async () => {
      const answer = await fetch(`${origin}/page`);
      await answer.arrayBuffer();
      return [...answer.headers.keys()];
    };
    const first = await names();
    expect(await names()).toEqual(first);
  });
});
