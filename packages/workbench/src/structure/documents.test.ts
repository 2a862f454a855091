import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { top } from '../top.ts';
import { checkDocuments } from './documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-documents-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const commands = {
  scripts: ['start', 'test', 'verify', 'portal', 'bench'],
  portal: ['migrate', 'migrate status', 'connections', 'contractors', 'contractors import'],
  benchmarks: ['routing'],
};

/** The problems of one document beside `packages/db/src/engine/routing.ts`, as `line: problem`. */
function problemsOf(document: string, text: string): string[] {
  const files = {
    '.gitignore': 'docker/secrets/\n',
    'packages/db/src/engine/routing.ts': '',
    'docs/tables.md': '',
    [document]: text,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return checkDocuments(folder, Object.keys(files), commands).map(
    ({ line, problem }) => `${line}: ${problem}`,
  );
}

it('accepts paths, links and commands that exist, and text that names none', () => {
  expect(
    problemsOf(
      'packages/db/README.md',
      `Read \`packages/db/src/engine/routing.ts\`, \`engine/routing.ts:12\` and [the tables](../../docs/tables.md#bids).
Elsewhere: [Node](https://nodejs.org), \`apps/<noun>/router.ts\`, \`docs/*.md\`, \`docker/secrets/\`, \`text/html\`, \`tables.ts\`.
Run \`npm run verify\`, \`portal migrate status\`, \`portal connections --json\` or \`npm run portal -- contractors import master.csv\`.
Or \`npm run bench\`, \`npm run bench routing\`, \`npm run bench NAME\`, \`node packages/db/src/engine/routing.ts --once\`.
\`\`\`sh
createdb portal
npm start    # serves the portal on a port
eval "$(npm run -s portal -- migrate)"
npm run -s portal -- migrate
\`\`\`
\`\`\`ts
const x = 'npm run nothing';
\`\`\``,
    ),
  ).toEqual([]);
});

it.each([
  ['a path', 'See `packages/db/src/routing.ts`.', 'names packages/db/src/routing.ts, which does not exist'],
  ['a path in its package', 'See `engine/lag.ts`.', 'names engine/lag.ts, which does not exist'],
  ['a folder', 'See `docs/decisions/`.', 'names docs/decisions/, which does not exist'],
  ['a link', 'See [words](glossary.md#bid).', 'links to glossary.md, which does not exist'],
  [
    'a path in a command',
    'Run `npm test -- docs/tables.test.ts`.',
    'names docs/tables.test.ts, which does not exist',
  ],
  ['a program', 'Run `node packages/db/src/lag.ts`.', 'names packages/db/src/lag.ts, which does not exist'],
  ['a benchmark', 'Run `npm run bench lag`.', 'names the benchmark "lag", which does not exist'],
  ['a script', 'Run `npm run lint`.', 'names "npm run lint", which package.json does not have'],
  ['a command', 'Run `portal lag`.', 'names "portal lag", which does not exist'],
  [
    'a subcommand',
    'Run `npm run portal -- migrate undo`.',
    'names "portal migrate undo", which does not exist',
  ],
])('refuses %s that does not exist', (_what, text, problem) => {
  expect(problemsOf('docs/guide.md', `# Guide\n\n${text}`)).toEqual([`3: ${problem}`]);
});

it('reads the commands of a block in the shell’s language', () => {
  expect(problemsOf('README.md', '```sh\nnpm run lint\nportal lag\n```')).toEqual([
    '2: names "npm run lint", which package.json does not have',
    '3: names "portal lag", which does not exist',
  ]);
});

it('does not read documents that are not the portal’s own', () => {
  expect(problemsOf('packages/db/src/seed/notes.md', 'Run `npm run lint`.')).toEqual([]);
});

it('README leads a newcomer from the first look to a server', () => {
  const readme = readFileSync(join(top, 'README.md'), 'utf8');
  const [before = '', ...sections] = readme.split(/^## /m);
  expect(sections.map((section) => section.split('\n', 1)[0])).toEqual([
    'Start',
    'A five-minute tour',
    'What is there, and what is coming',
    'Tests',
    'On a server',
    'Documents',
    'Sources',
    'License',
  ]);
  const section = (title: string) => sections.find((each) => each.startsWith(`${title}\n`)) ?? '';
  /** The numbers of a list’s points. */
  const points = (text: string) => [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  const inOrder = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

  const [, picture = ''] = /!\[[^\]]+\]\(([^)]+)\)/.exec(before) ?? [];
  expect(existsSync(join(top, picture)), 'the picture of the portal').toBe(true);
  for (const fact of [
    /Node \d+ or later/,
    /On a Mac/,
    /first start takes about a minute/,
    /`\.data\/`/,
    /rm -rf \.data/,
  ]) {
    expect(section('Start')).toMatch(fact);
  }
  for (const fact of [/about \d+ MB/, /Two at once/, /DATA_DIRECTORY=/, /PORT=/, /\/dev\/outbox/]) {
    expect(section('Start')).toMatch(fact);
  }
  expect(points(section('A five-minute tour'))).toEqual(inOrder(5));
  expect(section('What is there, and what is coming')).toContain('the pages are coming');
  expect(section('Tests')).toMatch(/takes about .+ on two cores/);
  expect(section('Tests')).toMatch(/npm test -- \S+\.test\.ts/);
  const steps = points(section('On a server'));
  expect(steps.length).toBeGreaterThan(8);
  expect(steps).toEqual(inOrder(steps.length));
  for (const fact of ['PUBLIC_ORIGIN', 'SMTP_URL', 'keys generate', 'migrate', 'worker', 'administrator']) {
    expect(section('On a server')).toContain(fact);
  }
  expect(section('Documents')).toContain('docs/measured.md');
  expect(section('License')).toContain('has not chosen a license');
});
