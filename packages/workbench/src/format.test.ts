import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { format } from './format.ts';
import { runNode } from './run-program.ts';
import { top } from './top.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-format-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('formats what is named or everything, and exits with 1 when a problem is left', () => {
  copyFileSync(join(top, 'biome.json'), join(folder, 'biome.json'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  writeFileSync(join(folder, 'one.ts'), 'export const a = "b"');
  writeFileSync(join(folder, 'two.ts'), 'export const c = "d"');
  expect(format(folder, ['one.ts'], 'ignore')).toBe(0);
  expect(readFileSync(join(folder, 'one.ts'), 'utf8')).toBe("export const a = 'b';\n");
  expect(readFileSync(join(folder, 'two.ts'), 'utf8')).toBe('export const c = "d"');
  writeFileSync(join(folder, 'three.ts'), 'debugger;\n');
  expect(format(folder, [], 'ignore')).toBe(1);
  expect(readFileSync(join(folder, 'two.ts'), 'utf8')).toBe("export const c = 'd';\n");
});

it('says how it is used when it gets an option', async () => {
  const { code, output } = await runNode([join(top, 'packages/workbench/src/format.ts'), '--check']);
  expect(code).toBe(2);
  expect(output).toContain('npm run format [-- FILE…]');
});
