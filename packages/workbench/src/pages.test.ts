import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hashSources } from './pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('rebuilds the pages when a source is changed, added, removed or moved, and not for tests', () => {
  mkdirSync(join(folder, 'src/ui'), { recursive: true });
  writeFileSync(join(folder, 'src/ui/button.tsx'), 'one');
  const seen = new Set<string>();
  const hash = () => hashSources(folder, ['src', 'vite.config.ts']);
  const expectNew = () => {
    expect(seen).not.toContain(hash());
    seen.add(hash());
  };
  expectNew();
  writeFileSync(join(folder, 'src/ui/button.test.tsx'), 'a test');
  writeFileSync(join(folder, 'src/routeTree.gen.ts'), 'generated');
  expect(seen).toContain(hash());
  writeFileSync(join(folder, 'src/ui/button.tsx'), 'two');
  expectNew();
  writeFileSync(join(folder, 'vite.config.ts'), 'settings');
  expectNew();
  renameSync(join(folder, 'src/ui/button.tsx'), join(folder, 'src/ui/control.tsx'));
  expectNew();
  rmSync(join(folder, 'src/ui/control.tsx'));
  expectNew();
});
