import { randomBytes, randomUUID } from 'node:crypto';
import type { PgTable } from 'drizzle-orm/pg-core';
import { announcements } from '../../announcements/tables.ts';
import { membershipApplications } from '../../applications/tables.ts';
import { courseModules, courses } from '../../courses/tables.ts';
import type { Actor, Database } from '../../engine/database.ts';
import { events } from '../../events/tables.ts';
import { userSkills, users } from '../../members/tables.ts';
import { payments } from '../../payments/tables.ts';
import { projects } from '../../projects/tables.ts';
import { userRoles } from '../../roles/tables.ts';
import { hashSecret } from '../../sign-in/commands/links.ts';
import { addSession } from '../../sign-in/commands/sessions.ts';

/** Rows for tests: a test gives the columns that matter to it. Each row is written under the portal's own rules. */
const system: Actor = { kind: 'system', name: 'test' };

interface WithLocation {
  location?: [longitude: number, latitude: number] | null;
}

const coordinatesOf = ({ location }: WithLocation) =>
  location ? { longitude: location[0], latitude: location[1] } : null;

type New<Table extends PgTable, Key extends keyof Table['$inferInsert']> = Partial<
  Pick<Table['$inferInsert'], Key>
>;

export interface MemberSample
  extends New<
      typeof users,
      | 'id'
      | 'firstName'
      | 'lastName'
      | 'company'
      | 'bio'
      | 'status'
      | 'memberType'
      | 'city'
      | 'licenseNumber'
      | 'showEmail'
    >,
    WithLocation {
  isListed?: boolean;
  skills?: string[];
  roles?: string[];
}

/** Adds an active member who is in the directory, and returns the id. */
export async function addMember(db: Database, sample: MemberSample = {}): Promise<string> {
  const { isListed = true, location, skills = [], roles = [], ...columns } = sample;
  const id = sample.id ?? randomUUID();
  await db.write(system, async ({ orm }) => {
    await orm.insert(users).values({
      email: `${id}@example.org`,
      firstName: 'Sample',
      lastName: 'Person',
      status: 'ACTIVE',
      memberType: 'REGULAR',
      city: 'Oakland',
      state: 'CA',
      ...columns,
      id,
      showInDirectory: isListed,
      coordinates: coordinatesOf(sample),
    });
    if (skills.length > 0) {
      await orm.insert(userSkills).values(skills.map((skillCode) => ({ userId: id, skillCode })));
    }
    if (roles.length > 0) {
      await orm.insert(userRoles).values(roles.map((roleCode) => ({ userId: id, roleCode })));
    }
  });
  return id;
}

/** Adds an applicant whose application waits for a decision, and returns the ids of both. */
export async function addApplication(
  db: Database,
  sample: MemberSample & New<typeof membershipApplications, 'submittedAt'> = {},
): Promise<{ id: string; userId: string }> {
  const { submittedAt = new Date(), ...person } = sample;
  const userId = await addMember(db, { status: 'PENDING', ...person });
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm
      .insert(membershipApplications)
      .values({ id, userId, tierCode: 'REGULAR', status: 'SUBMITTED', submittedAt }),
  );
  return { id, userId };
}

export interface ProjectSample
  extends New<
      typeof projects,
      | 'title'
      | 'description'
      | 'category'
      | 'status'
      | 'budgetMinCents'
      | 'budgetMaxCents'
      | 'deadlineAt'
      | 'skillsRequired'
    >,
    WithLocation {}

const tomorrow = () => new Date(Date.now() + 86_400_000);

/** Adds a project that is open for bids until tomorrow, and returns its id. */
export async function addProject(db: Database, ownerId: string, sample: ProjectSample = {}): Promise<string> {
  const { location, ...columns } = sample;
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(projects).values({
      title: 'Sample project',
      description: '',
      category: 'COMMERCIAL',
      status: 'BIDDING_OPEN',
      deadlineAt: tomorrow(),
      ...columns,
      id,
      ownerId,
      coordinates: coordinatesOf(sample),
    }),
  );
  return id;
}

export type EventSample = New<typeof events, 'title' | 'status' | 'capacity' | 'startAt'>;

/** Adds an event of one hour that starts tomorrow and is open for registration, and returns its id. */
export async function addEvent(db: Database, sample: EventSample = {}): Promise<string> {
  const id = randomUUID();
  const startAt = sample.startAt ?? tomorrow();
  await db.write(system, ({ orm }) =>
    orm.insert(events).values({
      title: 'Sample event',
      description: '',
      type: 'WORKSHOP',
      status: 'REGISTRATION_OPEN',
      ...sample,
      id,
      startAt,
      endAt: new Date(startAt.getTime() + 3_600_000),
    }),
  );
  return id;
}

/** Adds a published course with a number of modules, and returns its id. */
export async function addCourse(db: Database, modules: number): Promise<string> {
  const id = randomUUID();
  await db.write(system, async ({ orm }) => {
    await orm
      .insert(courses)
      .values({ id, slug: id, title: 'Sample course', summary: '', status: 'PUBLISHED' });
    await orm.insert(courseModules).values(
      Array.from({ length: modules }, (_, at) => ({
        courseId: id,
        position: at + 1,
        title: `Module ${at + 1}`,
        kind: 'READING' as const,
        content: '',
        minutes: 10,
      })),
    );
  });
  return id;
}

/** Adds a payment that succeeded, and returns its id. */
export async function addPayment(db: Database, userId: string, amountCents: number): Promise<string> {
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(payments).values({
      id,
      userId,
      amountCents,
      status: 'SUCCEEDED',
      provider: 'CHECK',
      idempotencyKey: id,
      description: 'Dues',
      paidAt: new Date(),
    }),
  );
  return id;
}

/** Tells somebody something in the portal, and returns the notification's id. */
export async function addNotification(
  db: Database,
  userId: string,
  sample: { title?: string; path?: string } = {},
): Promise<string> {
  const [made] = await db.write(
    system,
    ({ sql }) => sql<{ id: string }[]>`
      select notify_account(${userId}, 'sample', ${sample.title ?? 'Sample notification'}, ${sample.path ?? '/home'}) as id`,
  );
  // Ids are in order from one millisecond to the next.
  await new Promise((resolve) => setTimeout(resolve, 2));
  return made?.id ?? '';
}

export type AnnouncementSample = New<
  typeof announcements,
  'title' | 'body' | 'audience' | 'isPinned' | 'publishAt' | 'expiresAt'
>;

/** Adds an announcement for everyone, published a minute ago, and returns its id. */
export async function addAnnouncement(db: Database, sample: AnnouncementSample = {}): Promise<string> {
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(announcements).values({
      title: 'Sample announcement',
      body: '',
      audience: 'EVERYONE',
      publishAt: new Date(Date.now() - 60_000),
      ...sample,
      id,
    }),
  );
  return id;
}

/** Signs somebody in, and returns what their browser sends as its cookie. */
export async function addSignedIn(
  db: Database,
  userId: string,
  { hasSecondStep = false }: { hasSecondStep?: boolean } = {},
): Promise<string> {
  // As the portal makes tokens: chance, then the account.
  const token = `k${randomBytes(20).toString('hex')}${userId.replaceAll('-', '')}`;
  await db.write(system, (tx) =>
    addSession(tx, {
      tokenHash: hashSecret(token),
      userId,
      expiresAt: new Date(Date.now() + 29 * 86_400_000),
      isKept: true,
      twoFactorAt: hasSecondStep ? new Date() : null,
    }),
  );
  return `portal_session=${token}`;
}
