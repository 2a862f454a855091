import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { top } from './top.ts';

const folder = mkdtempSync(join(tmpdir(), 'namc-portal-dev-'));
const started: ChildProcess[] = [];
let port = 0;
let first: ReturnType<typeof dev>;

function dev(env: Record<string, string>) {
  const { PORT: _, PUBLIC_ORIGIN: __, DATABASE_URL: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(top, 'packages/workbench/src/dev.ts')], {
    env: { ...inherited, NODE_ENV: 'development', DATA_DIRECTORY: folder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      text += piece;
    });
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return { child, said: () => text, ended };
}

beforeAll(async () => {
  port = await freePort();
  first = dev({ PORT: String(port) });
  await vi.waitUntil(() => first.said().includes('/dev/outbox'), { timeout: 110_000, interval: 200 });
});

afterAll(async () => {
  first.child.kill('SIGTERM');
  await first.ended;
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://localhost:${port}${path}`, {
    headers: { Accept: 'text/html', ...headers },
    redirect: 'manual',
  });

describe('npm run dev', () => {
  it('names one address, the one that shows what is edited', async () => {
    const addresses = first.said().match(/https?:\/\/[^\s/]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set([`http://localhost:${port}`]));
    expect(await (await get('/')).text()).toContain('/src/main.tsx');
    expect((await get('/readyz')).status).toBe(200);
  });

  it('has the developer’s pages at that address', async () => {
    expect(await (await get('/dev/outbox')).text()).toContain('<h1>Outbox</h1>');
    const letter = await (await get('/dev/letters/verify-email.html')).text();
    expect(letter).toContain('Confirm your email address');
    expect(await (await get('/dev/ui')).text()).toContain('/src/main.tsx');
  });

  it('takes a form that is sent from that address', async () => {
    const answer = await fetch(`http://localhost:${port}/trpc/signIn.begin`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${port}` },
      body: JSON.stringify({ email: 'ana.reyes@example.org', password: 'norcal-demo-only' }),
    });
    expect(answer.status).toBe(200);
  });

  it('leads a browser that came by a number to the address with the name', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/join?from=mail`, {
      headers: { Accept: 'text/html' },
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toBe(`http://localhost:${port}/join?from=mail`);
  });
});

describe('npm run dev ends and says why', () => {
  it('beside another copy of the portal, with a folder that serves', async () => {
    const second = dev({ PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`Another copy of the portal is running (process `);
    expect(second.said()).toContain('DATA_DIRECTORY=');
    expect(second.said()).toContain('The API could not start.');
  });

  it('when its port is taken, with one that may be free', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port: taken } = other.address() as { port: number };
    const second = dev({ PORT: String(taken) });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`Port ${taken} is taken`);
    expect(second.said()).toContain(`PORT=${taken + 1} npm run dev`);
    other.close();
  });

  it('when settings are wrong', async () => {
    const second = dev({ PORT: 'high', LOG_LEVEL: 'loud' });
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/PORT must be a whole number.*\n.*LOG_LEVEL must be one of/);
  });
});
