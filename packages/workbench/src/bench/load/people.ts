import { type Database, systemActor } from '@namc/db';
import { followLicense } from '@namc/db/follows/commands/own';
import { saveSearch } from '@namc/db/saved-searches/commands';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { contractorFilters } from '@namc/inputs/contractors';

/** A signed-in browser, and what it knows of its person's own rows. */
export interface Person {
  number: number;
  userId: string;
  isStaff: boolean;
  /** Everything that the browser sends as its cookies. */
  cookie: string;
  sessionCookie: string;
  address: string;
  firstName: string;
  lastName: string;
  notifications: string[];
  followed: string[];
  /** A license that stays followed, and a search that stays saved. */
  keptFollow: string;
  keptSearch: string;
  saved: string[];
  /** Counts the searches that the person has saved, so that each is another one. */
  searches: number;
}

/** What all people share. */
export interface World {
  people: Person[];
  members: Person[];
  staff: Person[];
  licenses: string[];
  announcements: string[];
  /** Accounts without a session, which staff suspend and reinstate. */
  others: { userId: string; isSuspended: boolean }[];
}

const system = systemActor('bench');
/** One in twenty is an administrator. */
const staffShare = 0.05;
/** A browser is on a network of its own; visitors come from others. */
const networkOf = (number: number) => `10.${(number >> 8) & 255}.${number & 255}.7`;

/** Signs people of the filled database in. */
export async function signPeopleIn(db: Database, sessions: number): Promise<World> {
  const { users, licenses, announcements } = await db.read(system, async ({ sql }) => ({
    users: await sql<{ userId: string; firstName: string; lastName: string; notifications: string[] }[]>`
      select id as "userId", first_name as "firstName", last_name as "lastName",
             coalesce((select array_agg(n.id) from notifications n where n.user_id = users.id), '{}') as notifications
      from users where status = 'ACTIVE' order by id limit ${sessions + 200}`,
    licenses: await sql<{ licenseNumber: string }[]>`
      select license_number as "licenseNumber" from california_contractors
      order by hashtext(license_number) limit 5000`,
    announcements: await sql<{ id: string }[]>`
      select id from announcements where publish_at <= now() order by publish_at desc limit 10`,
  }));
  if (users.length < sessions + 1)
    throw new Error(`There are ${users.length} accounts for ${sessions} sessions.`);
  const people: Person[] = [];
  const staffCount = Math.max(1, Math.round(sessions * staffShare));
  const numbers = licenses.map(({ licenseNumber }) => licenseNumber);
  const waiting = users.slice(0, sessions).map((user, number) => ({ user, number }));
  const signIn = async ({ user, number }: (typeof waiting)[number]) => {
    const isStaff = number < staffCount;
    const keptFollow = numbers[number % numbers.length] ?? '';
    const { notificationId } = await db.write(system, async ({ sql }) => {
      if (isStaff)
        await sql`insert into user_roles (user_id, role_code) values (${user.userId}, 'administrator')`;
      const [row] = await sql<{ notificationId: string }[]>`
        select notify_account(${user.userId}, 'sample', 'For the bench', '/home') as "notificationId"`;
      return { notificationId: row?.notificationId ?? '' };
    });
    const member = { kind: 'member', userId: user.userId } as const;
    await db.write(member, (tx) => followLicense(tx, { licenseNumber: keptFollow }));
    const keptSearch = await db.write(member, (tx) =>
      saveSearch(tx, {
        name: 'Kept',
        filters: contractorFilters.parse({ trades: ['C-10'], near: '94612', miles: 5 }),
        notify: 'WEEKLY',
      }),
    );
    const cookie = await addSignedIn(db, user.userId, { hasSecondStep: isStaff });
    people[number] = {
      ...user,
      number,
      isStaff,
      cookie,
      sessionCookie: cookie,
      address: networkOf(number),
      notifications: [...user.notifications, notificationId],
      followed: [],
      keptFollow,
      keptSearch,
      saved: [],
      searches: 0,
    };
  };
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await signIn(next);
    }),
  );
  return {
    people,
    members: people.filter(({ isStaff }) => !isStaff),
    staff: people.filter(({ isStaff }) => isStaff),
    licenses: numbers,
    announcements: announcements.map(({ id }) => id),
    others: users.slice(sessions).map(({ userId }) => ({ userId, isSuspended: false })),
  };
}
