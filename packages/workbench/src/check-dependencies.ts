/**
 * `pnpm verify --dependencies`: what the portal ships with, asked two things: is its license one that the association can
 * live with, and does the registry know of a hole in it. The second needs the network; without an answer the check fails.
 */
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';

const pnpm = ['--yes', 'pnpm@10.34.9'];
/** Licenses that ask for no more than to be named. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Unlicense',
]);

/** Whether one of the licenses of an expression such as `(MIT OR GPL-3.0)` is allowed, or all of `MIT AND ISC`. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isAllowed);
  return plain.split(' AND ').every((license) => allowed.has(license.trim()));
}

/** What pnpm prints may begin with warnings of its starter. */
function readJson(output: string): unknown {
  const begin = output.indexOf('{');
  if (begin < 0) throw new Error(`pnpm answered:\n${output}`);
  return JSON.parse(output.slice(begin));
}

async function checkLicenses(): Promise<string[]> {
  const { output } = await runProgram('npx', [...pnpm, 'licenses', 'list', '--prod', '--json']);
  const found = readJson(output) as Record<string, { name: string }[]>;
  return Object.entries(found)
    .filter(([license]) => !isAllowed(license))
    .map(([license, packages]) => `${license}: ${packages.map(({ name }) => name).join(', ')}`);
}

interface Audit {
  error?: { message: string };
  advisories?: Record<string, { module_name: string; severity: string; title: string; url: string }>;
}

async function checkHoles(): Promise<string[]> {
  const { output } = await runProgram('npx', [...pnpm, 'audit', '--prod', '--json']);
  const { error, advisories } = readJson(output) as Audit;
  if (error) return [`The registry does not say which holes are known: ${error.message}`];
  return Object.values(advisories ?? {}).map(
    ({ module_name: name, severity, title, url }) => `${name} (${severity}): ${title} ${url}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [licenses, holes] = await Promise.all([checkLicenses(), checkHoles()]);
  for (const problem of [...licenses, ...holes]) console.error(problem);
  if (licenses.length === 0)
    console.log('Every license of what the portal ships with is one that it may have.');
  if (holes.length === 0) console.log('No hole is known in what the portal ships with.');
  process.exitCode = licenses.length + holes.length > 0 ? 1 : 0;
}
