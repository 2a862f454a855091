import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const root = join(import.meta.dirname, '..');
const origin = 'http://components.example';
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

test('developers see every component in both themes, without a problem that axe finds', async ({ browser }, {
  project: { use },
}) => {
  const outDir = mkdtempSync(join(tmpdir(), 'components-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react(), tailwindcss()],
    build: {
      outDir,
      minify: false,
      target: 'es2023',
      rolldownOptions: { input: join(root, 'src/features/dev-ui/show.tsx') },
      cssMinify: false,
      manifest: true,
    },
  });
  const manifest = JSON.parse(readFileSync(join(outDir, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    { file: string; css?: string[] }
  >;
  const entry = manifest['src/features/dev-ui/show.tsx'];
  const styles = (entry?.css ?? []).map((file) => `<link rel="stylesheet" href="/${file}">`).join('');
  const context = await browser.newContext({ viewport: use.viewport ?? null, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const type = types[extname(pathname)];
    return type
      ? route.fulfill({ contentType: type, body: readFileSync(join(outDir, pathname)) })
      : route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><html lang="en-US"><head><title>Components</title>${styles}</head><body><div id="portal"></div><script type="module" src="/${entry?.file}"></script></body></html>`,
        });
  });
  await page.goto(`${origin}/dev/ui`);
  await expect(page.getByRole('heading', { name: 'Components' })).toBeVisible();
  for (const [theme, canvas] of [
    ['light', 'rgb(249, 246, 240)'],
    ['dark', 'rgb(15, 18, 23)'],
  ] as const) {
    const column = page.locator(`[data-theme=${theme}]`);
    await expect(column.getByRole('heading', { name: 'Empty states' })).toBeVisible();
    await expect(column).toHaveCSS('background-color', canvas);
  }
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await context.close();
  rmSync(outDir, { recursive: true, force: true });
});

test('the built pages do not carry it', () => {
  const assets = join(root, 'dist/assets');
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1);
  for (const file of scripts) expect(readFileSync(join(assets, file), 'utf8'), file).not.toContain('/dev/ui');
});
