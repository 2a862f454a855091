import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const root = join(import.meta.dirname, '..');

// The development server's own client writes to the console.
test.use({ allowedConsole: /vite|React DevTools|Failed to load resource/ });

let server: ViteDevServer;
let address: string;
test.beforeAll(async () => {
  server = await createServer({
    root,
    configFile: join(root, 'vite.config.ts'),
    server: { port: 0, hmr: false },
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(() => server.close());

test('developers see every component in both themes, without a problem that axe finds', async ({ browser }, {
  project: { use },
}) => {
  const context = await browser.newContext({ viewport: use.viewport ?? null, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${address}dev/ui`);
  await expect(page.getByRole('heading', { name: 'Components' })).toBeVisible({ timeout: 60_000 });
  for (const theme of ['light', 'dark'] as const) {
    const column = page.locator(`[data-theme=${theme}]`);
    await expect(column.getByRole('heading', { name: 'Empty states' })).toBeVisible();
    expect(await column.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      theme === 'light' ? 'rgb(249, 246, 240)' : 'rgb(15, 18, 23)',
    );
  }
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await context.close();
});

test('the built pages do not carry it', () => {
  const assets = join(root, 'dist/assets');
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1);
  for (const file of scripts) expect(readFileSync(join(assets, file), 'utf8'), file).not.toContain('/dev/ui');
});
