/**
 * `npm run verify -- --dependencies`: checks the license of every package that the portal ships with, and asks the registry
 * for known vulnerabilities. The second needs the network. Without an answer the check fails.
 */
import { fileURLToPath } from 'node:url';
import { satisfies } from 'semver';
import { z } from 'zod';
import { runProgram } from './run-program.ts';

const pnpm = ['--yes', 'pnpm@10.34.9'];
/** Licenses that only require attribution, or nothing. */
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

/**
 * Packages with another license, which asks nothing of us: sharp loads libvips as a shared library of its own, unchanged, and
 * anybody can put another one in its place.
 */
const alsoAllowed: Record<string, RegExp> = { 'LGPL-3.0-or-later': /^@img\/sharp-libvips-/ };

/** True if a license expression is allowed: one license of `(MIT OR GPL-3.0)` is enough, `MIT AND ISC` needs both. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isAllowed);
  return plain.split(' AND ').every((license) => allowed.has(license.trim()));
}

/** The output of pnpm may begin with warnings from npx. */
function readJson(output: string): unknown {
  const begin = output.indexOf('{');
  if (begin < 0) throw new Error(`pnpm answered:\n${output}`);
  return JSON.parse(output.slice(begin));
}

interface Shipped {
  name: string;
  versions: string[];
}

/** The packages that the portal ships with, by license. */
async function readShipped(): Promise<Record<string, Shipped[]>> {
  const { output } = await runProgram('npx', [...pnpm, 'licenses', 'list', '--prod', '--json']);
  return readJson(output) as Record<string, Shipped[]>;
}

const wrongLicenses = (shipped: Record<string, Shipped[]>) =>
  Object.entries(shipped)
    .filter(([license]) => !isAllowed(license))
    .map(([license, packages]): [string, Shipped[]] => [
      license,
      packages.filter(({ name }) => !alsoAllowed[license]?.test(name)),
    ])
    .filter(([, packages]) => packages.length > 0)
    .map(([license, packages]) => `${license}: ${packages.map(({ name }) => name).join(', ')}`);

const advisories = z.record(
  z.string(),
  z.array(
    z.object({ url: z.string(), title: z.string(), severity: z.string(), vulnerable_versions: z.string() }),
  ),
);
const patienceMs = 30_000;

/**
 * The vulnerabilities that a registry knows of in these packages, one line each, or the reason why it gives no answer.
 * The request is that of npm 7 and later: pnpm 10 uses an address that the registry no longer serves.
 */
export async function findVulnerabilities(registry: string, packages: Shipped[]): Promise<string[]> {
  const versions = new Map<string, string[]>();
  for (const one of packages) versions.set(one.name, [...(versions.get(one.name) ?? []), ...one.versions]);
  try {
    const answer = await fetch(new URL('-/npm/v1/security/advisories/bulk', registry), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(versions)),
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok)
      return [`The registry does not say which vulnerabilities are known: it answers ${answer.status}.`];
    return Object.entries(advisories.parse(await answer.json())).flatMap(([name, known]) =>
      known.flatMap(({ vulnerable_versions: range, severity, title, url }) =>
        (versions.get(name) ?? [])
          .filter((version) => satisfies(version, range))
          .map((version) => `${name} ${version} (${severity}): ${title} ${url}`),
      ),
    );
  } catch (error) {
    return [
      `The registry does not say which vulnerabilities are known: ${error instanceof Error ? error.message : error}`,
    ];
  }
}

/** The registry that this machine installs packages from. */
async function readRegistry(): Promise<string> {
  const { output } = await runProgram('npm', ['config', 'get', 'registry']);
  return output.trim().replace(/\/?$/, '/');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const shipped = await readShipped();
  const licenses = wrongLicenses(shipped);
  const vulnerabilities = await findVulnerabilities(await readRegistry(), Object.values(shipped).flat());
  for (const problem of [...licenses, ...vulnerabilities]) console.error(problem);
  if (licenses.length === 0) console.log('Every package that the portal ships with has an allowed license.');
  if (vulnerabilities.length === 0)
    console.log('No vulnerability is known in the packages that the portal ships with.');
  process.exitCode = licenses.length + vulnerabilities.length > 0 ? 1 : 0;
}
