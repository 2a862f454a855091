import { addAnnouncements } from '../../announcements/seed.ts';
import { addApplications } from '../../applications/seed.ts';
import { addBids } from '../../bids/seed.ts';
import { addCourses } from '../../courses/seed.ts';
import { systemActor } from '../../engine/actors.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { addEvents } from '../../events/seed.ts';
import { addPeople } from '../../members/seed/add-people.ts';
import { people } from '../../members/seed/people.ts';
import { emailOf, personId } from '../../members/seed/person.ts';
import { users } from '../../members/tables.ts';
import { addMemberships } from '../../memberships/seed.ts';
import { sendConversations } from '../../messages/seed.ts';
import { addNotifications } from '../../notifications/seed.ts';
import { addDues } from '../../payments/seed.ts';
import { addProjects } from '../../projects/seed/add-projects.ts';
import { addUserRoles } from '../../roles/seed.ts';
import { openTickets } from '../../support/seed.ts';

const system = systemActor('portal seed');

/** The seeds that run as the system, in this order. */
const seeds: ((tx: WriteTransaction, now: Date) => Promise<void>)[] = [
  addPeople,
  addUserRoles,
  addApplications,
  addMemberships,
  addDues,
  addProjects,
  addBids,
  addEvents,
  addCourses,
  addNotifications,
  addAnnouncements,
];

/** The seeds that run as the people themselves, after those of the system. */
const acts: ((db: Database) => Promise<void>)[] = [sendConversations, openTickets];

const active = people.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE');

/** One account of each kind: a member, and each staff role. They have no passwords. */
export const demoAccounts: { role: string; email: string; userId: string }[] = [
  ...active.filter(({ role }) => role === undefined).slice(0, 1),
  ...active.filter(({ role }) => role !== undefined),
].map(({ name, role = 'member' }) => ({ role, email: emailOf(name), userId: personId(name[1]) }));

/**
 * Fills an empty database with a small invented association, under the portal's own rules. Each noun's `seed` adds
 * its rows, with dates relative to `now`.
 * @throws Refused if its members exist already.
 */
export async function seedDemo(
  db: Database,
  options: { now?: Date; onProgress?: (message: string) => void } = {},
): Promise<void> {
  const now = options.now ?? new Date();
  const say = options.onProgress ?? (() => undefined);
  // One transaction for what people do not add themselves, so that an interrupted seed leaves nothing behind.
  say('Adding an invented association');
  await db.write(system, async function seedDemo(tx) {
    for (const seed of seeds) await seed(tx, now);
  });
  for (const act of acts) await act(db);
}

/** Seeds a database that has no accounts, and leaves any other alone. */
export async function seedDemoIfEmpty(
  db: Database,
  options: { onProgress?: (message: string) => void } = {},
): Promise<void> {
  const anyone = await db.read(system, ({ orm }) => orm.select({ id: users.id }).from(users).limit(1));
  if (anyone.length === 0) await seedDemo(db, options);
}
