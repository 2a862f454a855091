/**
 * `npm run bench pages -- [--rounds 5] [--slowness 4] [--against FOLDER] [--only /contractors]`: the pages as felt on a
 * cheap phone: 360 × 740, a processor four times as slow, 1.6 Mbit/s, 150 ms. Each round opens each page in a browser
 * without a cache. It prints medians: first and largest paint in milliseconds, layout shift, scripts in KiB on the wire,
 * requests, requests to the API, milliseconds of the server's processor for a page, the element of the largest paint and what
 * moved in the last round, and the duration of named interactions. Another checkout, installed in FOLDER, takes turns with this one.
 */
import { parseArgs } from 'node:util';
import { top } from '../top.ts';
import { type Noted, openBrowser, openPhone, readNoted, signIn } from './pages/phone.ts';
import { type RunningPortal, startPortal } from './pages/portal.ts';
import { serverCost } from './pages/server-cost.ts';
import { stepNames, walkAsStaff, walkAsVisitor } from './pages/walk.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rounds: { type: 'string', default: '5' },
    slowness: { type: 'string', default: '4' },
    against: { type: 'string' },
    only: { type: 'string' },
    'no-walk': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const slowness = Number(values.slowness);
/** After the last answer, late parts of the page still move others. */
const settleMs = 1_000;

type Role = 'member' | 'administrator';
const allPages: { path: string; as?: Role }[] = [
  { path: '/' },
  { path: '/contractors' },
  { path: '/contractors?near=Oakland&trades=C-10' },
  { path: '/contractors/9004412' },
  { path: '/join' },
  { path: '/sign-in' },
  { path: '/home', as: 'member' },
  { path: '/settings', as: 'member' },
  { path: '/saved', as: 'member' },
  { path: '/admin', as: 'administrator' },
  { path: '/admin/members', as: 'administrator' },
  { path: '/admin/audit', as: 'administrator' },
];
const pages = allPages.filter(({ path }) => values.only === undefined || values.only === path);

const ofBrowser = ['FCP', 'LCP', 'CLS', 'JS KiB', 'requests', 'calls'] as const;
const columns = [...ofBrowser, 'CPU'] as const;
const decimals: Partial<Record<(typeof columns)[number], number>> = { CLS: 3, CPU: 1 };
const median = (figures: number[]) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

type Session = Awaited<ReturnType<typeof signIn>>;
interface Side {
  name: string;
  portal: RunningPortal;
  sessions: Map<string, Session>;
  figures: Map<string, number[]>;
  /** The paints and shifts of each page's last round, by the page's address. */
  seen: Map<string, Pick<Noted, 'largest' | 'moved'>>;
}

const checkouts = [
  ...(values.against ? [{ name: 'before', folder: values.against }] : []),
  { name: 'now', folder: top },
];
const browser = await openBrowser();
const sides: Side[] = [];
try {
  for (const { name, folder } of checkouts) {
    console.log(`Building and starting the portal of ${folder}`);
    const portal = await startPortal(folder);
    const sessions = new Map<string, Session>();
    sides.push({ name, portal, sessions, figures: new Map(), seen: new Map() });
    const roles = new Set(pages.flatMap(({ as }) => as ?? []));
    if (!values['no-walk']) roles.add('administrator');
    for (const role of roles) {
      sessions.set(role, await signIn(browser, portal, portal.accounts.get(role) ?? ''));
    }
    // The first answer of a server is slower than all later ones.
    for (const { path } of pages) await fetch(portal.url + path, { headers: { accept: 'text/html' } });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const page of pages) for (const side of sides) await open(side, page);
    if (!values['no-walk']) for (const side of sides) await interact(side);
  }
  // At the end: so many pages reach the limit of a visitor's questions, and later ones would come without answers.
  for (const { path, as } of pages) {
    for (const side of sides) {
      const cookies = (as && side.sessions.get(as)?.cookies) ?? [];
      note(side, `${path} CPU`, await serverCost(side.portal, path, cookies));
    }
  }
  print();
} finally {
  await browser.close();
  await Promise.all(sides.map(({ portal }) => portal.stop()));
}

function note({ figures }: Side, key: string, figure: number): void {
  figures.set(key, [...(figures.get(key) ?? []), figure]);
}

async function open(side: Side, { path, as }: (typeof pages)[number]): Promise<void> {
  const phone = await openPhone(browser, { session: as ? side.sessions.get(as) : undefined, slowness });
  await phone.page.goto(side.portal.url + path, { waitUntil: 'networkidle' });
  await phone.page.locator('main h1').waitFor();
  await phone.page.waitForTimeout(settleMs);
  const { firstPaint, largestPaint, largest, shift, moved } = await readNoted(phone.page);
  side.seen.set(path, { largest, moved });
  const { scriptBytes, requests, calls } = phone.traffic;
  const figures = [firstPaint, largestPaint, shift, scriptBytes / 1024, requests, calls];
  ofBrowser.forEach(
    (column, position) => void note(side, `${path} ${column}`, figures[position] ?? Number.NaN),
  );
  await phone.close();
}

async function interact(side: Side): Promise<void> {
  for (const [walk, session] of [
    [walkAsVisitor, undefined],
    [walkAsStaff, side.sessions.get('administrator')],
  ] as const) {
    const phone = await openPhone(browser, { session, slowness });
    for (const [step, duration] of await walk(phone.page, side.portal.url)) note(side, step, duration);
    await phone.close();
  }
}

function print(): void {
  const width = 46;
  console.log(`\nmedians of ${rounds} rounds, a processor ${slowness} times as slow`);
  console.log(''.padEnd(width) + columns.map((column) => column.padStart(10)).join(''));
  for (const { path } of pages) {
    for (const side of sides) {
      const cells = columns.map((column) =>
        median(side.figures.get(`${path} ${column}`) ?? []).toFixed(decimals[column] ?? 0),
      );
      console.log(`${path}, ${side.name}`.padEnd(width) + cells.map((cell) => cell.padStart(10)).join(''));
    }
  }
  console.log('\nlargest paint and shifts of the last round');
  for (const { path } of pages) {
    for (const side of sides) {
      const { largest = '', moved = [] } = side.seen.get(path) ?? {};
      console.log(`${path}, ${side.name}`.padEnd(width) + [largest, ...moved].join('; '));
    }
  }
  if (values['no-walk']) return;
  console.log(
    `\nthe longest event of an interaction, ms`.padEnd(width + 1) +
      sides.map(({ name }) => name.padStart(10)).join(''),
  );
  for (const step of stepNames) {
    const cells = sides.map((side) =>
      median(side.figures.get(step) ?? [])
        .toFixed(0)
        .padStart(10),
    );
    console.log(step.padEnd(width) + cells.join(''));
  }
}
