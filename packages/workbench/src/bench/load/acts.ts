import type { Random } from '@namc/db/seed/contractors/random';
import { counties } from '@namc/inputs/california';
import { classificationNames } from '@namc/inputs/classifications';
import { contractorFilters } from '@namc/inputs/contractors';
import type { Person, World } from './people.ts';
import { type Asked, type Call, call, type Kind } from './requests.ts';

/** A person keeps so many of their own beside the first one. The portal's limits are 50 searches and 200 licenses. */
const mostSaved = 4;
const mostFollowed = 12;
const trades = Object.keys(classificationNames);

type Act = (
  person: Person,
  world: World,
  random: Random,
) => (Omit<Asked, 'calls' | 'isWrite'> & { call: Call }) | Call;

function act(name: string, who: 'member' | 'staff', weight: number, actOf: Act): Kind {
  return {
    name,
    level: 'simple',
    weight,
    make: (world, random) => {
      const person = random.pick(who === 'staff' ? world.staff : world.members);
      const made = actOf(person, world, random);
      if (!('call' in made)) return { person, isWrite: true, calls: [made] };
      const { call: only, ...rest } = made;
      return { person, isWrite: true, calls: [only], ...rest };
    },
  };
}

/** 333 of 1,000 requests. Each is one write, and its class is that of a simple answer but for saving a search, which searches. */
export const actKinds: Kind[] = [
  act('follow or unfollow', 'member', 90, (person, { licenses }, random) => {
    if (person.followed.length >= mostFollowed) {
      return call('follows', 'unfollow', { licenseNumber: person.followed.shift() ?? '' });
    }
    const licenseNumber = random.pick(licenses);
    // The kept one must stay.
    if (licenseNumber !== person.keptFollow) person.followed.push(licenseNumber);
    return call('follows', 'follow', { licenseNumber });
  }),
  act('note on a follow', 'member', 30, (person, _, random) =>
    call('follows', 'note', { licenseNumber: person.keptFollow, note: `Call back ${random.between(1, 9)}` }),
  ),
  {
    ...act('save or remove a search', 'member', 60, (person) => {
      if (person.saved.length >= mostSaved) {
        return call('savedSearches', 'remove', { id: person.saved.shift() ?? '' });
      }
      return {
        call: call('savedSearches', 'save', nextSearch(person)),
        after: (id) => void person.saved.push(String(id)),
      };
    }),
    level: 'search',
  },
  act('look at a saved search', 'member', 30, ({ keptSearch }) =>
    call('savedSearches', 'markSeen', { id: keptSearch }),
  ),
  act('read a notification', 'member', 45, ({ notifications }, _, random) =>
    call('notifications', 'markRead', { id: random.pick(notifications) }),
  ),
  act('read all notifications', 'member', 20, ({ notifications }) => {
    const until = notifications.at(-1) ?? '';
    return call('notifications', 'markAllRead', { until });
  }),
  act('read an announcement', 'member', 23, (_, { announcements }, random) =>
    call('announcements', 'markRead', { announcementId: random.pick(announcements) }),
  ),
  act('change the profile', 'member', 25, ({ firstName, lastName }, _, random) =>
    call('accounts', 'changeProfile', {
      firstName,
      lastName,
      phone: `510555010${random.between(0, 9)}`,
      city: 'Oakland',
      zipCode: '94612',
      skills: [],
    }),
  ),
  act('staff: suspend or reinstate', 'staff', 6, (_, { others }) => {
    // Nobody else acts on an account until this is answered.
    const other = others.shift();
    if (!other) throw new Error('Every account that staff may suspend is under way.');
    const input = { userId: other.userId, reason: 'For the bench' };
    return {
      call: other.isSuspended ? call('members', 'reinstate', input) : call('members', 'suspend', input),
      after: () => void others.push({ ...other, isSuspended: !other.isSuspended }),
      otherwise: () => void others.push(other),
    };
  }),
  act('staff: change the contact', 'staff', 4, (_, __, random) =>
    call('settings', 'changeContact', {
      address: `${random.between(1, 99)} Example Street, Oakland`,
      phone: '5105550100',
      email: 'office@example.org',
    }),
  ),
];

/** Another search each time, because a person saves each search once. */
function nextSearch(person: Person) {
  person.searches += 1;
  const trade = trades[person.searches % trades.length] ?? '';
  const county = counties[Math.floor(person.searches / trades.length) % counties.length] ?? 'Alameda';
  return {
    name: `Search ${person.searches}`,
    filters: contractorFilters.parse({ trades: [trade], counties: [county] }),
    notify: 'WEEKLY' as const,
  };
}
