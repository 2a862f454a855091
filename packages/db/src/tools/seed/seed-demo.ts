import type { MemberStatus } from '@namc/inputs/member-lists';
import { addAnnouncements } from '../../announcements/seed.ts';
import { addApplications } from '../../applications/seed.ts';
import { addBids } from '../../bids/seed.ts';
import { fillWallet } from '../../certifications/seed.ts';
import { describeFirms, meetInCompanies } from '../../companies/seed.ts';
import { addCourses } from '../../courses/seed.ts';
import { coverFirm } from '../../coverings/seed.ts';
import { systemActor } from '../../engine/actors.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { addEvents } from '../../events/seed.ts';
import { issueDemoInvoices } from '../../invoices/seed.ts';
import { countDemoMonths } from '../../ledger/seed.ts';
import { addPeople } from '../../members/seed/add-people.ts';
import { people } from '../../members/seed/people.ts';
import { type DemoPerson, emailOf, personId } from '../../members/seed/person.ts';
import { users } from '../../members/tables.ts';
import { addMemberships, pauseDemoMember } from '../../memberships/seed.ts';
import { sendConversations } from '../../messages/seed.ts';
import { addNotifications } from '../../notifications/seed.ts';
import { reachOut } from '../../outreach/seed.ts';
import { addDues } from '../../payments/seed.ts';
import { addProjects } from '../../projects/seed/add-projects.ts';
import { addUserRoles } from '../../roles/seed.ts';
import { refreshSearchWords } from '../../search/commands.ts';
import { addContact } from '../../settings/seed.ts';
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
  addContact,
  issueDemoInvoices,
  countDemoMonths,
];

/** The seeds that run as the people themselves, after those of the system. */
const acts: ((db: Database) => Promise<void>)[] = [
  sendConversations,
  openTickets,
  describeFirms,
  meetInCompanies,
  fillWallet,
  pauseDemoMember,
  coverFirm,
  reachOut,
];

/** An account with which a newcomer looks at the portal. */
export interface DemoAccount {
  /** A staff role's code, or the state of the account. */
  role: string;
  isStaff: boolean;
  email: string;
  userId: string;
  /** The use of the account, in a few words. */
  shows: string;
}

const states: [role: string, status: MemberStatus, shows: string][] = [
  ['member', 'ACTIVE', 'home page, saved searches'],
  ['applicant', 'PENDING', 'application under review'],
  ['lapsed', 'LAPSED', 'membership that has ended'],
  ['suspended', 'SUSPENDED', 'sign-in that is refused'],
  ['declined', 'DECLINED', 'reason, and a second try'],
];
const staffPages: Record<string, string> = {
  membership_manager: 'applications, members',
  administrator: 'every staff page',
  content_manager: 'editor of the home page',
  auditor: 'audit trail, members',
  finance: 'members, dues, invoices',
  event_manager: 'members; events to come',
  support: 'members; tickets to come',
};

/** One account in each state of a member, and one of each staff role. They have no passwords. */
export const demoAccounts: DemoAccount[] = [
  ...states.map(([role, status, shows]) => {
    const person = people.find((one) => (one.status ?? 'ACTIVE') === status && one.role === undefined);
    return accountOf(person, { role, shows, isStaff: false });
  }),
  ...Object.entries(staffPages).map(([role, shows]) =>
    accountOf(
      people.find((one) => one.role === role),
      { role, shows, isStaff: true },
    ),
  ),
];

function accountOf(
  person: DemoPerson | undefined,
  about: Pick<DemoAccount, 'role' | 'isStaff' | 'shows'>,
): DemoAccount {
  if (!person) throw new Error(`The invented association has no ${about.role}.`);
  return { ...about, email: emailOf(person.name), userId: personId(person.name[1]) };
}

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
  await db.write(system, refreshSearchWords);
}

/** Seeds a database that has no accounts, and leaves any other alone. */
export async function seedDemoIfEmpty(
  db: Database,
  options: { onProgress?: (message: string) => void } = {},
): Promise<void> {
  const anyone = await db.read(system, ({ orm }) => orm.select({ id: users.id }).from(users).limit(1));
  if (anyone.length === 0) await seedDemo(db, options);
}
