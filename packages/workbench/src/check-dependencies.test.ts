import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { findVulnerabilities, isAllowed } from './check-dependencies.ts';

it('accepts a license that only asks for attribution, alone or among others', () => {
  expect(
    ['MIT', '(Apache-2.0 OR MIT)', '(GPL-3.0 OR MIT)', 'MIT AND ISC'].filter((one) => !isAllowed(one)),
  ).toEqual([]);
  expect(
    ['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'Unknown', 'SEE LICENSE IN x'].filter(isAllowed),
  ).toEqual([]);
});

describe('vulnerabilities', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });
  /** A server that answers like a registry. */
  async function registry(status: number, answer: unknown): Promise<{ url: string; asked: unknown[] }> {
    const asked: unknown[] = [];
    const server = createServer(async (request, response) => {
      if (request.url !== '/-/npm/v1/security/advisories/bulk') return response.writeHead(404).end();
      asked.push(JSON.parse(await text(request)));
      return response.writeHead(status).end(JSON.stringify(answer));
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
  }
  const shipped = [
    { name: 'hono', versions: ['4.13.19'] },
    { name: 'old', versions: ['1.0.0', '2.3.0'] },
  ];
  const advisory = { url: 'https://example.org/1', title: 'Lets anybody in', severity: 'high' };

  it('are named with the version that has them, and other versions are not', async () => {
    const { url, asked } = await registry(200, {
      old: [{ ...advisory, vulnerable_versions: '>=2.0.0 <2.3.1' }],
      hono: [{ ...advisory, vulnerable_versions: '<4.0.0' }],
    });
    expect(await findVulnerabilities(url, shipped)).toEqual([
      'old 2.3.0 (high): Lets anybody in https://example.org/1',
    ]);
    expect(asked).toEqual([{ hono: ['4.13.19'], old: ['1.0.0', '2.3.0'] }]);
  });

  it('are not assumed absent when the registry does not answer', async () => {
    const refusing = await registry(405, {});
    expect(await findVulnerabilities(refusing.url, shipped)).toEqual([
      'The registry does not say which vulnerabilities are known: it answers 405.',
    ]);
    const muddled = await registry(200, { old: 'none' });
    expect((await findVulnerabilities(muddled.url, shipped))[0]).toMatch(/does not say/);
    expect((await findVulnerabilities('http://127.0.0.1:1/', shipped))[0]).toMatch(/does not say/);
  });
});
