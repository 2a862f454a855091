import { randomBytes, randomUUID } from 'node:crypto';
import type { MemberStatus, MemberType } from '@namc/inputs/members';
import type { Actor, Database } from '../../engine/database.ts';
import { hashSecret } from '../../sign-in/commands/links.ts';
import { addSession } from '../../sign-in/commands/sessions.ts';

/** Typed rows for tests: what a test says, and the rest filled in. Each is made by the portal's own rules. */
const system: Actor = { kind: 'system', name: 'test' };

export interface MemberSample {
  id?: string;
  firstName?: string;
  lastName?: string;
  company?: string | null;
  bio?: string | null;
  status?: MemberStatus;
  memberType?: MemberType;
  city?: string;
  licenseNumber?: string | null;
  isListed?: boolean;
  showEmail?: boolean;
  location?: [longitude: number, latitude: number] | null;
  skills?: string[];
  roles?: string[];
}

/** Adds a member, active unless said otherwise, and returns the id. */
export async function addMember(db: Database, sample: MemberSample = {}): Promise<string> {
  const id = sample.id ?? randomUUID();
  const [longitude, latitude] = sample.location ?? [null, null];
  await db.write(system, async ({ sql }) => {
    await sql`
      insert into users (id, email, first_name, last_name, company, bio, status, member_type, city, state,
                         license_number, show_in_directory, show_email, coordinates)
      values (${id}, ${`${id}@example.org`}, ${sample.firstName ?? 'Sample'}, ${sample.lastName ?? 'Person'},
              ${sample.company ?? null}, ${sample.bio ?? null}, ${sample.status ?? 'ACTIVE'},
              ${sample.memberType ?? 'REGULAR'}, ${sample.city ?? 'Oakland'}, 'CA', ${sample.licenseNumber ?? null},
              ${sample.isListed ?? true}, ${sample.showEmail ?? false},
              ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326))`;
    await sql`insert into user_skills (user_id, skill_code) select ${id}, unnest(${sample.skills ?? []}::text[])`;
    await sql`insert into user_roles (user_id, role_code) select ${id}, unnest(${sample.roles ?? []}::text[])`;
  });
  return id;
}

/** Adds an applicant whose application waits for a decision, and returns the ids of both. */
export async function addApplication(
  db: Database,
  sample: MemberSample & { submittedAt?: Date } = {},
): Promise<{ id: string; userId: string }> {
  const userId = await addMember(db, { status: 'PENDING', ...sample });
  const id = randomUUID();
  await db.write(
    system,
    ({ sql }) => sql`
      insert into membership_applications (id, user_id, tier_code, status, submitted_at)
      values (${id}, ${userId}, 'REGULAR', 'SUBMITTED', ${sample.submittedAt ?? new Date()})`,
  );
  return { id, userId };
}

export interface ProjectSample {
  title?: string;
  description?: string;
  category?: string;
  status?: string;
  budgetMinCents?: number | null;
  budgetMaxCents?: number | null;
  deadlineAt?: Date | null;
  skillsRequired?: string[];
  location?: [longitude: number, latitude: number] | null;
}

const tomorrow = () => new Date(Date.now() + 86_400_000);

/** Adds a project of an owner, open for bids until tomorrow unless said otherwise, and returns its id. */
export async function addProject(db: Database, ownerId: string, sample: ProjectSample = {}): Promise<string> {
  const id = randomUUID();
  const [longitude, latitude] = sample.location ?? [null, null];
  await db.write(
    system,
    ({ sql }) => sql`
      insert into projects (id, owner_id, title, description, category, status, budget_min_cents, budget_max_cents,
                            deadline_at, skills_required, coordinates)
      values (${id}, ${ownerId}, ${sample.title ?? 'Sample project'}, ${sample.description ?? ''},
              ${sample.category ?? 'COMMERCIAL'}, ${sample.status ?? 'BIDDING_OPEN'},
              ${sample.budgetMinCents ?? null}, ${sample.budgetMaxCents ?? null},
              ${sample.deadlineAt === undefined ? tomorrow() : sample.deadlineAt}, ${sample.skillsRequired ?? []}::text[],
              ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326))`,
  );
  return id;
}

export interface EventSample {
  title?: string;
  status?: string;
  capacity?: number | null;
  startAt?: Date;
}

/** Adds an event of an hour, open for registration and tomorrow unless said otherwise, and returns its id. */
export async function addEvent(db: Database, sample: EventSample = {}): Promise<string> {
  const id = randomUUID();
  const startAt = sample.startAt ?? tomorrow();
  await db.write(
    system,
    ({ sql }) => sql`
      insert into events (id, title, description, type, status, start_at, end_at, capacity)
      values (${id}, ${sample.title ?? 'Sample event'}, '', 'WORKSHOP', ${sample.status ?? 'REGISTRATION_OPEN'},
              ${startAt}, ${new Date(startAt.getTime() + 3_600_000)}, ${sample.capacity ?? null})`,
  );
  return id;
}

/** Adds a published course with a number of modules, and returns its id. */
export async function addCourse(db: Database, modules: number): Promise<string> {
  const id = randomUUID();
  await db.write(system, async ({ sql }) => {
    await sql`insert into courses (id, slug, title, summary, status) values (${id}, ${id}, 'Sample course', '', 'PUBLISHED')`;
    await sql`
      insert into course_modules (course_id, position, title, kind, content, minutes)
      select ${id}, n, 'Module ' || n, 'READING', '', 10 from generate_series(1, ${modules}::int) n`;
  });
  return id;
}

/** Adds a payment that was made, and returns its id. */
export async function addPayment(db: Database, userId: string, amountCents: number): Promise<string> {
  const id = randomUUID();
  await db.write(
    system,
    ({ sql }) => sql`
      insert into payments (id, user_id, amount_cents, status, provider, idempotency_key, description, paid_at)
      values (${id}, ${userId}, ${amountCents}, 'SUCCEEDED', 'CHECK', ${id}, 'Dues', now())`,
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

export interface AnnouncementSample {
  title?: string;
  body?: string;
  audience?: 'EVERYONE' | 'MEMBERS' | 'STAFF';
  isPinned?: boolean;
  publishAt?: Date;
  expiresAt?: Date | null;
}

/** Adds an announcement to everybody, published a minute ago unless said otherwise, and returns its id. */
export async function addAnnouncement(db: Database, sample: AnnouncementSample = {}): Promise<string> {
  const id = randomUUID();
  await db.write(
    system,
    ({ sql }) => sql`
      insert into announcements (id, title, body, audience, is_pinned, publish_at, expires_at)
      values (${id}, ${sample.title ?? 'Sample announcement'}, ${sample.body ?? ''}, ${sample.audience ?? 'EVERYONE'},
              ${sample.isPinned ?? false}, ${sample.publishAt ?? new Date(Date.now() - 60_000)}, ${sample.expiresAt ?? null})`,
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
