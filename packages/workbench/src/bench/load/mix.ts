import { firstQuestions } from '@namc/api/pages/first-questions';
import { type Random, type Weighted, weigh } from '@namc/db/seed/contractors/random';
import { standingActs } from '@namc/inputs/standing-rules';
import { actKinds } from './acts.ts';
import type { Person, World } from './people.ts';
import { type Call, call, type Kind, type Level } from './requests.ts';

/** The pages' frame asks these once, when the portal opens. */
const ofFrame = new Set([
  'accounts.findMe',
  'contractors.getSnapshot',
  'settings.getContact',
  'notifications.countUnread',
]);

type Who = 'visitor' | 'member' | 'staff';

function personOf(who: Who, { members, staff }: World, random: Random): Person | undefined {
  if (who === 'visitor') return undefined;
  return random.pick(who === 'staff' ? staff : members);
}

/** The questions of a page that opens inside the portal. */
export function questionsOf(address: string, who: Who): Call[] {
  const account = who === 'visitor' ? undefined : { status: 'ACTIVE' as const, acts: [...standingActs] };
  return firstQuestions(new URL(address, 'http://localhost'), account)
    .map(({ path, input }) => ({ path: path.join('.'), ...(input === undefined ? {} : { input }) }))
    .filter(({ path }) => !ofFrame.has(path));
}

type Rest = [name: string, who: Who, level: Level, weight: number];

function page(
  ...[name, who, level, weight, addressOf]: [...Rest, (world: World, random: Random) => string]
): Kind {
  return question(name, who, level, weight, (world, random) => questionsOf(addressOf(world, random), who));
}

function question(
  ...[name, who, level, weight, callsOf]: [...Rest, (world: World, random: Random) => Call[]]
): Kind {
  return {
    name,
    level,
    weight,
    make: (world, random) => {
      const person = personOf(who, world, random);
      return { calls: callsOf(world, random), isWrite: false, ...(person ? { person } : {}) };
    },
  };
}

const towns = [
  'Oakland',
  '94612',
  'Fresno',
  '90012',
  'San Jose',
  '95814',
  'Stockton',
  'Bakersfield',
  '92101',
];
const trades = ['B', 'C-10', 'C-36', 'C-33', 'C-39', 'C-20', 'C-8', 'C-27', 'A'];
const counties = ['Alameda', 'Contra Costa', 'Fresno', 'San Mateo', 'Solano', 'Sacramento'];
const words = [
  'electric',
  'plumbing',
  'roofing',
  'concrete',
  'solar',
  'painting',
  'construction',
  'bay',
  'pacific',
];
const misspelt = ['constuction', 'plumming', 'elektric', 'rofing'];

/** The forms in which people search, from the most usual to the rarest. */
const searchForms = weigh<(random: Random) => Record<string, string>>([
  [(random) => ({ near: random.pick(towns), trades: random.pick(trades) }), 30],
  [(random) => ({ near: random.pick(towns), miles: '20' }), 15],
  [(random) => ({ q: random.pick(words), near: random.pick(towns) }), 15],
  [(random) => ({ q: random.pick(words) }), 12],
  [(random) => ({ q: `pacific ${random.pick(words)}` }), 8],
  [(random) => ({ q: String(random.between(100_000, 999_999)) }), 8],
  [(random) => ({ counties: random.pick(counties), trades: random.pick(trades), standing: 'good' }), 8],
  [(random) => ({ q: random.pick(misspelt) }), 4],
]);

const searchAddress = (_: World, random: Random) =>
  `/contractors?${new URLSearchParams(random.weighted(searchForms)(random))}`;
const licenseAddress = ({ licenses }: World, random: Random) => `/contractors/${random.pick(licenses)}`;

/** One thousand requests, of which 667 ask 1,659 questions, and 333 are acts. */
export const kinds: Kind[] = [
  page('public home page', 'visitor', 'simple', 50, () => '/'),
  page('search, by a visitor', 'visitor', 'search', 60, searchAddress),
  page('license, by a visitor', 'visitor', 'complex', 70, licenseAddress),
  page('home', 'member', 'simple', 90, () => '/home'),
  page('search', 'member', 'search', 110, searchAddress),
  page('license', 'member', 'complex', 90, licenseAddress),
  page('notifications', 'member', 'simple', 40, () => '/notifications'),
  page('saved searches and follows', 'member', 'simple', 40, () => '/saved'),
  page('profile and sessions', 'member', 'simple', 20, () => '/settings'),
  question('places while typing', 'member', 'simple', 30, (_, random) => [
    call('places', 'suggest', { typed: random.pick(towns).slice(0, 3) }),
  ]),
  question('map', 'member', 'search', 10, (_, random) => [
    call('contractors', 'map', {
      trades: [random.pick(trades)],
      window: [-122.6, 37.2, -121.6, 38.1],
      zoom: 10,
    }),
  ]),
  page('staff: today', 'staff', 'complex', 15, () => '/admin'),
  page('staff: members', 'staff', 'complex', 15, () => '/admin/members'),
  question('staff: a member', 'staff', 'complex', 12, ({ members }, random) => {
    const { userId } = random.pick(members);
    return [call('members', 'get', { userId }), call('members', 'listTimeline', { userId })];
  }),
  page('staff: audit trail', 'staff', 'complex', 10, () => '/admin/audit'),
  page('staff: health', 'staff', 'complex', 3, () => '/admin/health'),
  question('numbers beside the filters', 'member', 'report', 2, (_, random) => [
    call('contractors', 'countFacets', { trades: [random.pick(trades)], facets: ['counties'] }),
  ]),
  ...actKinds,
];

export const mix: Weighted<Kind> = weigh(kinds.map((kind) => [kind, kind.weight] as const));
