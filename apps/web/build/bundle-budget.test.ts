import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { type Budget, type Entry, findOverruns, findStrayStaffCode, readEntries } from './bundle-budget.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'portal-bundle-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const budget: Budget = { visitor: 150, member: 190, staff: 230, map: 60, scripts: 20 };
const entry = (name: string, kib: number, modules: string[] = [], later: string[] = []): Entry => ({
  name,
  kib,
  modules,
  later,
  files: { [`${name}.js`]: kib },
});

test('the document of the looks says the limits that hold', () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
  const limits: Budget = JSON.parse(read('../bundle-budget.json'));
  const said = read('../../../docs/looks.md').replace(/\s+/g, ' ');
  expect(said).toContain(
    `${limits.visitor} for visitors, ${limits.member} for members and ${limits.staff} for staff, in at most ${limits.scripts} files. The map adds at most ${limits.map} later.`,
  );
});

test('a part that loads after its page is measured by what it adds to it', () => {
  const page = { ...entry('routes/_public/contractors/page.tsx', 142), files: { main: 130, page: 12 } };
  const map = (kib: number) => ({
    ...entry('features/contractors/map/contractor-map.tsx', 130 + kib),
    files: { main: 130, page: 12, leaflet: 40, map: kib - 40 },
  });
  expect(findOverruns([page, map(60)], budget)).toEqual([]);
  expect(findOverruns([page, map(60.5)], budget)).toEqual([
    'features/contractors/map/contractor-map.tsx adds 60.5 KiB to its page, and the map may add 60.',
  ]);
});

test('a page within its audience’s limit passes, and a part that loads later does not count as a page', () => {
  expect(
    findOverruns(
      [entry('main', 141), entry('routes/_public/a.tsx', 150), entry('features/map.tsx', 400)],
      budget,
    ),
  ).toEqual([]);
});

test('the heaviest page of each audience is named if it is over the limit', () => {
  expect(
    findOverruns(
      [
        entry('routes/_public/a.tsx', 150.5),
        entry('routes/_public/b.tsx', 150.2),
        entry('routes/_member/c.tsx', 181),
        entry('routes/_admin/d.tsx', 231),
      ],
      budget,
    ),
  ).toEqual([
    'routes/_public/a.tsx loads 150.5 KiB, and visitor pages may load 150.',
    'routes/_admin/d.tsx loads 231.0 KiB, and staff pages may load 230.',
  ]);
});

test('a page of too many scripts is named', () => {
  const page = (scripts: number) => ({
    ...entry('routes/_member/a.tsx', 150),
    files: Object.fromEntries(Array.from({ length: scripts }, (_, at) => [`${at}.js`, 1])),
  });
  expect(findOverruns([page(20)], budget)).toEqual([]);
  expect(findOverruns([page(21)], budget)).toEqual([
    'routes/_member/a.tsx loads 21 scripts, and a page may load 20.',
  ]);
});

test('only staff pages may load staff code', () => {
  expect(
    findStrayStaffCode([
      entry('main', 141, ['main.tsx', 'features/audit/staff/filters.ts']),
      entry('routes/_member/a.tsx', 150, ['features/accounts/me.ts', 'features/members/staff/roles.tsx']),
      entry('routes/_admin/b.tsx', 160, ['features/members/staff/roles.tsx']),
    ]),
  ).toEqual(['routes/_member/a.tsx carries features/members/staff/roles.tsx, which is for staff.']);
});

test('a part of staff that loads later is loaded by staff pages alone', () => {
  const part = 'features/members/staff/email-dialog.tsx';
  expect(
    findStrayStaffCode([
      entry(part, 170, [part]),
      entry('routes/_admin/b.tsx', 160, [], [part]),
      entry('routes/_member/a.tsx', 150, [], [part]),
    ]),
  ).toEqual([`routes/_member/a.tsx carries ${part}, which is for staff.`]);
});

test('a page’s size includes the first script, the layout, and their imports', async () => {
  const sources = {
    'src/main.ts': `import('./routes/_member.tsx'); import('./routes/_member/home.tsx'); console.log('main');`,
    'src/routes/_member.tsx': `export const layout = 'the layout'; console.log(layout);`,
    'src/routes/_member/home.tsx': `import { part } from '../../features/part.ts'; console.log(part);`,
    'src/features/part.ts': `export const part = '${'words of a feature '.repeat(3)}';`,
  };
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { output } = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: join(root, 'src/main.ts') } },
  })) as Rolldown.RolldownOutput;
  const bundle = Object.fromEntries(output.map((file) => [file.fileName, file]));
  const entries = readEntries(bundle, join(root, 'src'));
  const modulesOf = (name: string) => entries.find((each) => each.name === name)?.modules.sort();
  expect(modulesOf('main')).toEqual(['main.ts']);
  expect(modulesOf('routes/_member/home.tsx')).toEqual([
    'features/part.ts',
    'main.ts',
    'routes/_member.tsx',
    'routes/_member/home.tsx',
  ]);
  const [main, layout, home] = ['main', 'routes/_member.tsx', 'routes/_member/home.tsx'].map(
    (name) => entries.find((each) => each.name === name)!.kib,
  );
  expect(main!).toBeLessThan(layout!);
  expect(layout!).toBeLessThan(home!);
});

test('the budget has one line for each audience and each part', () => {
  const written = JSON.parse(readFileSync(join(import.meta.dirname, '../bundle-budget.json'), 'utf8'));
  expect(Object.keys(written)).toEqual(Object.keys(budget));
});
