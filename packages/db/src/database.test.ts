import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { addMember } from './members/factory.ts';
import { testDatabase } from './tools/testing/test-database.ts';

const portal = testDatabase();
const packageFolder = join(import.meta.dirname, '..');
/** Git and the checks ignore it. The package's own names are found from here as from the package's folder. */
const folder = join(packageFolder, `.data/readme-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The scripts of the README. */
const scripts = [
  ...readFileSync(join(packageFolder, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms),
].map(([, script = '']) => script);

async function run(script: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'script.ts');
  writeFileSync(file, script);
  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    env: { ...process.env, ...portal.environment },
  });
  return stdout;
}

it('the README’s search runs as it stands', async () => {
  expect(scripts[0]).toContain('searchContractors');
  expect(await run(`${scripts[0]}\nconsole.log(page.contractors.length);`)).toBe('0\n');
});

it('the README’s script prints the members without a skill', async () => {
  const userId = await addMember(portal.db);
  const [{ email } = { email: '' }] = await portal.owner<{ email: string }[]>`
    select email from users where id = ${userId}`;
  expect(scripts[1]).toContain('leftJoin');
  expect(await run(scripts[1] ?? '')).toContain(email);
});
