import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './portal-test.ts';

const built = join(import.meta.dirname, '../dist');

test('every response carries the security headers', async ({ request }) => {
  for (const path of ['/', '/sign-in', '/trpc/accounts.findMe', '/api/nothing', '/dev/outbox']) {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("script-src 'self';");
    expect(policy, path).toContain("style-src 'self';");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('no-referrer');
    expect(headers['permissions-policy'], path).toContain('camera=()');
    expect(headers['x-powered-by'], path).toBeUndefined();
  }
});

test('browsers do not cache a person’s data', async ({ request }) => {
  const answer = await request.get('/trpc/accounts.findMe');
  expect(answer.headers()['cache-control']).toBe('no-store');
});

test('the built pages contain no inline script and no server code', () => {
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style| on\w+=/);
  const assets = readdirSync(join(built, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  expect(assets.length).toBeGreaterThan(10);
  for (const name of assets) {
    const text = readFileSync(join(built, 'assets', name), 'utf8');
    expect(text, name).not.toMatch(
      /DATABASE_URL|COOKIE_SECRET|PORTAL_KEYS|SMTP_URL|postgres(ql)?:\/\/|argon2|drizzle|process\.env/,
    );
  }
});
