import { type Actor, type Database, openDatabase } from '@namc/db';
import { addAnnouncement } from '@namc/db/announcements/factory';
import { addApplication } from '@namc/db/applications/factory';
import { addBid, openBids } from '@namc/db/bids/factory';
import { followLicense } from '@namc/db/follows/commands/own';
import type { LoginUrls } from '@namc/db/local-servers/logins';
import { reinstateMember, suspendMember } from '@namc/db/members/commands';
import { addMember } from '@namc/db/members/factory';
import { addNotification } from '@namc/db/notifications/factory';
import { followProject } from '@namc/db/project-follows/commands';
import { addProject } from '@namc/db/projects/factory';
import { grantRole } from '@namc/db/roles/commands';
import { saveProjectSearch, saveSearch } from '@namc/db/saved-searches/commands';
import { contractorFilters } from '@namc/inputs/contractors';
import type { MemberStatus } from '@namc/inputs/member-lists';
import { projectFilters } from '@namc/inputs/projects';
import { harborLight, pastDue, quartzCanyon, vanished } from './fixture-contractors.ts';

const system: Actor = { kind: 'system', name: 'specs' };

/** Everyone in the fixture signs in with this password. Its argon2id hash follows. */
export const password = 'a password for the specs';
const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$2tjN4e8ln+8pJocFiZS0Iw$tPVUR59tfQHXefm3y4+oiLiCF40RQ10/z+9DWQkc7zs';

/** Each project has its own people, so that projects never share an account. */
export const projects = ['desktop', 'phone'] as const;
export const staff = (role: string, project: string) => `${role}.${project}@example.org`;

interface Person {
  role: string;
  roles?: string[];
  status?: MemberStatus;
  notifications?: string[];
  /** The page its notifications link to. */
  path?: string;
  /** Days until the membership ends. */
  daysLeft?: number;
  /** The license by project, because it belongs to one member. */
  licenses?: Record<string, string>;
}

export const manyNotifications = 60;

const people: Person[] = [
  // Staff here have not set up two-step sign-in yet.
  { role: 'administrator', roles: ['administrator'] },
  { role: 'principal', roles: ['administrator'] },
  { role: 'steward', roles: ['administrator'] },
  { role: 'manager', roles: ['membership_manager'] },
  { role: 'reviewer', roles: ['membership_manager'] },
  { role: 'colleague', roles: ['membership_manager'] },
  { role: 'peeker', roles: ['membership_manager'] },
  { role: 'onlooker', roles: ['membership_manager'] },
  { role: 'decliner', roles: ['membership_manager'] },
  { role: 'rethinker', roles: ['membership_manager'] },
  { role: 'auditor', roles: ['auditor'] },
  { role: 'examiner', roles: ['auditor'] },
  { role: 'inspector', roles: ['auditor'] },
  { role: 'operator', roles: ['administrator'] },
  { role: 'leaver', roles: ['administrator'] },
  { role: 'fileresumer', roles: ['membership_manager'] },
  { role: 'filewatcher', roles: ['membership_manager'] },
  { role: 'filefaker', roles: ['membership_manager'] },
  { role: 'nightowl', roles: ['administrator'] },
  { role: 'changer', roles: ['administrator'] },
  { role: 'returner', roles: ['administrator'] },
  { role: 'latecomer', roles: ['administrator'] },
  { role: 'writer', roles: ['membership_manager'] },
  { role: 'author', roles: ['administrator'] },
  { role: 'licensing', roles: ['support'] },
  { role: 'clerk', roles: ['membership_manager'] },
  { role: 'publisher', roles: ['content_manager'] },
  { role: 'counter', roles: ['administrator'] },
  { role: 'sorter', roles: ['administrator'] },
  { role: 'careful', roles: ['membership_manager'] },
  { role: 'guardian', roles: ['membership_manager'] },
  { role: 'secretary', roles: ['administrator'] },
  { role: 'mapper', roles: ['administrator'] },
  { role: 'custodian', roles: ['administrator'] },
  { role: 'archivist', roles: ['administrator'] },
  { role: 'measurer', roles: ['auditor'] },
  { role: 'gauger', roles: ['administrator'] },
  { role: 'timekeeper', roles: ['auditor'] },
  { role: 'trustee', roles: ['administrator'] },
  { role: 'physician', roles: ['administrator'] },
  { role: 'decipherer', roles: ['administrator'] },
  { role: 'watchman', roles: ['auditor'] },
  { role: 'responder', roles: ['administrator'] },
  { role: 'dispatcher', roles: ['administrator'] },
  { role: 'observer', roles: ['auditor'] },
  { role: 'surveyor', roles: ['auditor'] },
  { role: 'ranger', roles: ['auditor'] },
  { role: 'warden', roles: ['auditor'] },
  { role: 'looker', roles: ['administrator'] },
  { role: 'prime' },
  { role: 'worksearcher' },
  { role: 'outreacher' },
  { role: 'agencyposter' },
  { role: 'projectkeeper', roles: ['administrator'] },
  { role: 'bidreader', roles: ['auditor'] },
  { role: 'exceptor', roles: ['administrator'] },
  { role: 'agencykeeper', roles: ['administrator'] },
  { role: 'awarder', roles: ['administrator'] },
  { role: 'ferryposter' },
  { role: 'inviter' },
  { role: 'insurer', roles: ['administrator'] },
  { role: 'questionposter' },
  { role: 'questionasker' },
  { role: 'questionreader' },
  { role: 'estimator' },
  { role: 'bidtaker' },
  { role: 'lanterns' },
  { role: 'enquirer' },
  { role: 'exporter', roles: ['administrator'] },
  { role: 'wolfeschlegelsteinhausenbergerdorff' },
  { role: 'untouched', daysLeft: 20 },
  { role: 'member' },
  { role: 'photographer' },
  { role: 'commuter' },
  { role: 'promoted' },
  { role: 'bystander' },
  { role: 'opener' },
  { role: 'reader' },
  { role: 'listener' },
  { role: 'overheard' },
  { role: 'sharer' },
  { role: 'overseer', roles: ['administrator'] },
  { role: 'starter', roles: ['administrator'] },
  { role: 'owner' },
  { role: 'mover' },
  {
    role: 'newsreader',
    daysLeft: 30,
    notifications: [
      'Welcome to NAMC NorCal',
      'Your password was changed',
      'A question about your application',
    ],
  },
  { role: 'doubter', notifications: ['First of two', 'Second of two'] },
  {
    role: 'collector',
    notifications: Array.from({ length: manyNotifications }, (_, number) => `Number ${number + 1}`),
    path: '/contractors?q=quartz',
  },
  {
    role: 'gatherer',
    notifications: Array.from({ length: 30 }, (_, number) => `Number ${number + 1}`),
  },
  { role: 'hasty', notifications: ['First of three', 'Second of three', 'Third of three'] },
  { role: 'clicker', notifications: ['First of a pair', 'Second of a pair'] },
  { role: 'repeater', notifications: ['The one before'] },
  { role: 'unlucky', notifications: ['Only one'] },
  { role: 'typist' },
  { role: 'jumper', daysLeft: 30, notifications: ['First to come', 'Second to come', 'Third to come'] },
  { role: 'settled', daysLeft: 200 },
  { role: 'offliner', notifications: ['Only one'] },
  { role: 'keyed' },
  { role: 'moused' },
  { role: 'tabber' },
  { role: 'hopper' },
  { role: 'idler' },
  { role: 'renewer' },
  { role: 'quiet', daysLeft: 200 },
  { role: 'lapsed', status: 'LAPSED', daysLeft: -45 },
  { role: 'graceful', daysLeft: -5 },
  { role: 'treasurer', roles: ['membership_manager'] },
  { role: 'bursar', roles: ['membership_manager'] },
  { role: 'enroller', roles: ['membership_manager'] },
  { role: 'enlister', roles: ['membership_manager'] },
  { role: 'bidlister', roles: ['membership_manager'] },
  { role: 'bidpair', roles: ['membership_manager'] },
  { role: 'tierer', roles: ['membership_manager'] },
  { role: 'termspromoter', roles: ['membership_manager', 'finance'] },
  { role: 'termsreinstater', roles: ['membership_manager'] },
  { role: 'termsrester', roles: ['membership_manager', 'finance'] },
  { role: 'termsupgrader', daysLeft: 100 },
  { role: 'termspauser', daysLeft: 100 },
  { role: 'termslatecomer', daysLeft: -29 },
  { role: 'termscomeback', status: 'LAPSED', daysLeft: -45 },
  { role: 'coveringowner', daysLeft: 200 },
  { role: 'coveredpainter', status: 'LAPSED', daysLeft: -45 },
  { role: 'coveringlapser', daysLeft: 200 },
  { role: 'coveredroofer', status: 'LAPSED', daysLeft: -45 },
  { role: 'debtor', daysLeft: 29 },
  { role: 'payer', daysLeft: 60 },
  { role: 'cardholder', daysLeft: 20 },
  { role: 'debited', daysLeft: 20 },
  { role: 'card-saver', daysLeft: 20 },
  { role: 'auto-renewer', daysLeft: 20 },
  { role: 'accountant', roles: ['finance'] },
  { role: 'cashier', roles: ['finance'] },
  { role: 'overpayer', daysLeft: 60 },
  { role: 'bookkeeper', roles: ['finance'] },
  { role: 'planner', roles: ['finance'] },
  { role: 'applicant', status: 'PENDING' },
  { role: 'caller' },
  { role: 'follower' },
  { role: 'lister' },
  { role: 'wisher' },
  { role: 'seeker' },
  { role: 'sayer' },
  { role: 'watcher' },
  { role: 'keeper' },
  { role: 'dweller' },
  { role: 'comparer' },
  { role: 'beholder', notifications: ['First to see', 'Second to see'] },
  { role: 'hopeful', status: 'PENDING' },
  { role: 'persistent', status: 'PENDING' },
  { role: 'finder', roles: ['administrator'] },
  { role: 'recordfinder', roles: ['membership_manager'] },
  { role: 'pathfinder' },
  { role: 'dozer', status: 'LAPSED', daysLeft: -45 },
  { role: 'mailer', roles: ['administrator'] },
  { role: 'addressee' },
  { role: 'founder' },
  { role: 'partner' },
  { role: 'intruder' },
  { role: 'certified' },
  { role: 'pictured' },
  { role: 'uploader' },
  { role: 'sharesdesk' },
  { role: 'mergingstaff', roles: ['membership_manager'] },
  { role: 'survivorowner' },
  { role: 'duplicateowner' },
  { role: 'shownperson' },
  { role: 'shownreader' },
  { role: 'matchedmember' },
  { role: 'matchposter' },
  { role: 'letterstopper' },
  { role: 'walletholder' },
  { role: 'verifier', roles: ['membership_manager'] },
  // Builders that the register shows as members.
  { role: 'teammate', licenses: { desktop: '720020', phone: '720030' } },
  { role: 'profiler', licenses: { desktop: '720000', phone: '720010' } },
];

export const news = {
  title: 'Scholarships for apprentices',
  body: `Six apprentices of members’ firms can get help with tools and tuition.\n\n${'The form takes ten minutes, and the committee reads every one of them with care. '.repeat(8)}It ends here.`,
};

/** Adds people with notifications, applicants, and an account that staff acted on, once per project. */
export async function addPeople(urls: LoginUrls): Promise<void> {
  const db = openDatabase({ ...urls, maxConnections: 1 });
  try {
    await addAnnouncement(db, news);
    for (const project of projects) {
      for (const person of people) await addPerson(db, project, person);
      await addApplicants(db, project);
      await addAuditEntries(db, project);
    }
  } finally {
    await db.close();
  }
}

export async function addPerson(
  db: Database,
  project: string,
  { role, roles = [], status = 'ACTIVE', notifications = [], path = '/settings', daysLeft, licenses }: Person,
): Promise<void> {
  const userId = await addMember(db, {
    roles,
    status,
    firstName: role,
    lastName: `Of ${project}`,
    company: 'Specs',
    licenseNumber: licenses?.[project] ?? null,
  });
  await db.write(system, async ({ sql }) => {
    await sql`update users set email = ${staff(role, project)}, email_verified_at = now() where id = ${userId}`;
    await sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`;
    if (status === 'PENDING') {
      await sql`
        insert into membership_applications (user_id, tier_code, status, company) values (${userId}, 'REGULAR', 'SUBMITTED', 'Specs')`;
    }
    if (daysLeft !== undefined) {
      await sql`
        insert into memberships (user_id, tier_code, starts_on, ends_on)
        select ${userId}, 'REGULAR', today - 300, today + ${daysLeft}::int
        from (select (now() at time zone 'America/Los_Angeles')::date as today) day`;
    }
    // The job may tell of the last day while another spec runs.
    if (role === 'newsreader')
      await sql`
        insert into membership_notices (membership_id, user_id, step)
        select id, user_id, membership_notice_step(ends_on, (now() at time zone 'America/Los_Angeles')::date)
        from memberships where user_id = ${userId}`;
  });
  for (const title of notifications) await addNotification(db, userId, { title, path });
  if (role === 'bidtaker')
    await addOpenedBids(db, userId, `Pump house of ${project}`, staff('pumps', project));
  if (role === 'ferryposter') await addOpenedBids(db, userId, `Ferry house of ${project}`);
  if (role === 'pathfinder') await addProject(db, userId, { title: `Boathouse of ${project}` });
  if (role === 'prime' && project === projects[0]) await addDated(db, userId);
  if (role === 'quiet') await completeCompany(db, userId);
  if (role === 'letterstopper') await addLetters(db, project, userId);
  if (role === 'watcher') await addWatched(db, userId);
  if (role === 'keeper') await addKept(db, userId);
}

/** Projects with dates and places, for the calendar and the map. */
async function addDated(db: Database, userId: string): Promise<void> {
  const add = (title: string, location: [number, number] | null) =>
    addProject(db, userId, { title, location, deadlineAt: new Date('2098-12-09T23:00:00Z') });
  const first = await add('Orrery dome', [-122.27, 37.8]);
  await add('Orrery floor', [-121.49, 38.58]);
  await add('Orrery wherever', null);
  await db.write(system, async ({ sql }) => {
    await sql`
      update projects set site_walk_at = '2098-11-20T18:00:00Z', is_site_walk_mandatory = true, questions_until = '2098-12-01T20:00:00Z',
        site_walk_place = 'Behind the orrery', deadline_time_zone = 'America/Denver'
      where id = ${first}`;
  });
}

/** A project of the member's whose deadline has passed, with two bids of one price and a third. The second bidder signs in if it has an address. */
async function addOpenedBids(db: Database, ownerId: string, title: string, email?: string): Promise<void> {
  const deadlineAt = new Date(Date.now() - 60_000);
  const projectId = await addProject(db, ownerId, { title, deadlineAt });
  for (const [at, amountCents] of [4_850_000, 4_850_000, 9_900_000].entries()) {
    const bidderId = await addMember(db, {
      firstName: 'Bidder',
      lastName: `Number ${at + 1}`,
      company: `Pumps ${at + 1}`,
    });
    await addBid(db, projectId, bidderId, { amountCents, message: `Offer ${at + 1}` });
    if (at === 1 && email)
      await db.write(system, async ({ sql }) => {
        await sql`update users set email = ${email}, email_verified_at = now() where id = ${bidderId}`;
        await sql`insert into user_credentials (user_id, password_hash) values (${bidderId}, ${passwordHash})`;
      });
  }
  await openBids(db);
}

/** Nothing is missing of the member's company. */
async function completeCompany(db: Database, userId: string): Promise<void> {
  await db.write({ kind: 'member', userId }, async ({ sql }) => {
    await sql`
      update companies set story = 'We wire shops.', phone = '+15105550100', city = 'Oakland', service_counties = '{Alameda}',
        crew_size = 3, bonding_single_cents = 100, bonding_aggregate_cents = 100, languages = '{English}'`;
  });
}

/** Lets a member save a search for projects and follow a project of somebody else. */
async function addLetters(db: Database, project: string, userId: string): Promise<void> {
  const projectId = await addProject(db, await addMember(db), { title: `Carillon of ${project}` });
  await db.write({ kind: 'member', userId }, async (tx) => {
    const filters = projectFilters.parse({ q: 'carillon' });
    await saveProjectSearch(tx, { name: 'Carillons', filters, notify: 'WEEKLY' });
    await followProject(tx, { projectId });
  });
}

/** The change that the last file brought, as `stack.ts` records it. */
export const savedChange = {
  licenseNumber: harborLight.licenseNumber,
  kind: 'expiration_moved',
  before: '2029-03-31',
  after: harborLight.expirationDate,
  words: 'expires on March 31, 2031 (before: March 31, 2029)',
} as const;

/** A license that left the file, and one that came back to it. */
export const goneChange = {
  licenseNumber: vanished.licenseNumber,
  kind: 'gone',
  before: 'CLEAR',
  after: null,
  words: 'no longer in the board’s file',
} as const;
export const returnedChange = {
  licenseNumber: quartzCanyon.licenseNumber,
  kind: 'returned',
  before: null,
  after: quartzCanyon.primaryStatus,
  words:
    'back in the board’s file, with the status “suspended: proof of workers’ compensation coverage is missing”',
} as const;

/** Lets a member follow a license that has changed, and save a search with a new result. */
async function addWatched(db: Database, userId: string): Promise<void> {
  const watcher: Actor = { kind: 'member', userId };
  const { licenseNumber } = savedChange;
  const filters = contractorFilters.parse({ trades: ['C-33'] });
  await db.write(watcher, async (tx) => {
    await followLicense(tx, { licenseNumber });
    const id = await saveSearch(tx, { name: 'Painters', filters, notify: 'OFF' });
    await tx.sql`update saved_searches set fresh = array[${pastDue.licenseNumber}] where id = ${id}`;
  });
}

/** Lets a member follow a license that left and one that came back, and save a search whose new result has left. */
async function addKept(db: Database, userId: string): Promise<void> {
  const filters = contractorFilters.parse({ trades: ['C-13'] });
  await db.write({ kind: 'member', userId }, async (tx) => {
    for (const { licenseNumber } of [goneChange, returnedChange]) await followLicense(tx, { licenseNumber });
    const id = await saveSearch(tx, { name: 'Fences', filters, notify: 'OFF' });
    await tx.sql`update saved_searches set fresh = array[${vanished.licenseNumber}] where id = ${id}`;
  });
}

async function addApplicants(db: Database, project: string): Promise<void> {
  const applicant = { lastName: `Of ${project}`, company: 'Lantern Builders' };
  for (const firstName of ['Openly', 'Rival']) {
    await addApplication(db, {
      ...applicant,
      firstName,
      city: 'Fresno',
      licenseNumber: harborLight.licenseNumber,
    });
  }
  for (const firstName of ['Unfit', 'Unready', 'Undecided', 'Asked'])
    await addApplication(db, { ...applicant, firstName });
}

/** Adds a registrar and three of the registrar's acts on one account. */
async function addAuditEntries(db: Database, project: string): Promise<void> {
  const userId = await addMember(db, {
    firstName: 'registrar',
    lastName: `Of ${project}`,
    roles: ['administrator'],
  });
  const registrar: Actor = { kind: 'staff', userId };
  const subject = await addMember(db, { firstName: 'subject', lastName: `Of ${project}`, city: 'Oakland' });
  const act = { userId: subject, reason: '=1+1', portal: 'https://portal.example.org' };
  const inRequest = { requestId: `specs-${project}` };
  await db.write(registrar, (tx) => suspendMember(tx, act), inRequest);
  await db.write(registrar, (tx) => reinstateMember(tx, act));
  await db.write(registrar, (tx) => grantRole(tx, { ...act, roleCode: 'support' }));
}
