import type { Actor, Database, WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { letters } from '../../nouns.ts';
import { announcements, courses, events } from './demo/gatherings.ts';
import { emailOf, people } from './demo/people.ts';
import { conversations, tickets } from './demo/talk.ts';
import { projects } from './demo/work.ts';
import { stableUuid } from './stable-uuid.ts';

const system: Actor = { kind: 'system', name: 'portal seed' };
const day = 86_400_000;

const personId = (lastName: string) => stableUuid('demo person', lastName);
const member = (lastName: string): Actor => ({ kind: 'member', userId: personId(lastName) });
const found = people.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE');

/** One account of each kind: a member, and each staff role. They have no passwords. */
export const demoAccounts: { role: string; email: string; userId: string }[] = [
  ...found.filter(({ role }) => role === undefined).slice(0, 1),
  ...found.filter(({ role }) => role !== undefined),
].map(({ name, role = 'member' }) => ({ role, email: emailOf(name), userId: personId(name[1]) }));

/**
 * Fills an empty database with a small invented association, by the portal's own rules: members, projects with
 * their bids, events, courses, conversations, payments, tickets. Dates are relative to `now`.
 * @throws Refused if its members exist already.
 */
export async function seedDemo(
  db: Database,
  options: { now?: Date; onProgress?: (message: string) => void } = {},
): Promise<void> {
  const now = options.now ?? new Date();
  const say = options.onProgress ?? (() => undefined);
  // One transaction for everything that members do not do themselves, so that an interrupted seed leaves nothing, or
  // can be started again.
  say('Adding an invented association');
  await db.write(system, async (tx) => {
    await addPeople(tx, now);
    await addMoney(tx, now);
    await addProjects(tx, now);
    await addEvents(tx, now);
    await addCourses(tx);
    await addTalk(tx, now);
  });
  // Only the sender and the receiver may write messages.
  for (const [from, to, lines] of conversations) {
    await sendLines(db, from, to, lines);
  }
  await openTickets(db);
}

/** Seeds a database that has no people, and leaves any other alone. */
export async function seedDemoIfEmpty(
  db: Database,
  options: { onProgress?: (message: string) => void } = {},
): Promise<void> {
  const [row] = await db.read(
    system,
    ({ sql }) => sql<{ empty: boolean }[]>`select not exists (select from users) as empty`,
  );
  if (row?.empty) await seedDemo(db, options);
}

async function addPeople({ sql }: WriteTransaction, now: Date): Promise<void> {
  const [first] = people;
  if ((await sql`select from users where id = ${personId(first?.name[1] ?? '')}`).length > 0) {
    throw new Refused('The invented association exists already.');
  }
  const rows = people.map((person, at) => ({
    id: personId(person.name[1]),
    email: emailOf(person.name),
    first_name: person.name[0],
    last_name: person.name[1],
    company: person.company,
    bio: person.bio,
    phone: `+1510555${String(100 + at).padStart(4, '0')}`,
    member_type: person.memberType ?? 'REGULAR',
    status: person.status ?? 'ACTIVE',
    zip_code: person.zipCode,
    show_in_directory: !person.isUnlisted,
    show_email: person.showEmail ?? false,
    // Applicants have waited for some days.
    created_at: new Date(
      now.getTime() - (person.status === 'PENDING' ? 1 + (at % 5) : 900 - at * 17) * day,
    ).toISOString(),
  }));
  await sql`
    insert into users (id, email, email_verified_at, first_name, last_name, company, bio, phone, member_type, status, city,
                       state, zip_code, coordinates, show_in_directory, show_email, created_at)
    select id, email, created_at, first_name, last_name, company, bio, phone, member_type, status, z.city, z.state, zip_code,
           z.location, show_in_directory, show_email, created_at
    from jsonb_to_recordset(${sql.json(rows)}) as row (
      id uuid, email text, first_name text, last_name text, company text, bio text, phone text, member_type text,
      status text, zip_code text, show_in_directory boolean, show_email boolean, created_at timestamptz)
    left join zip_codes z using (zip_code)`;
  const skills = people.flatMap(({ name, skills: codes }) =>
    codes.map((code, at) => ({ user_id: personId(name[1]), code, years: 4 + ((at * 7 + code.length) % 20) })),
  );
  await sql`
    insert into user_skills (user_id, skill_code, years)
    select * from jsonb_to_recordset(${sql.json(skills)}) as row (user_id uuid, code text, years int)`;
  const roles = people.flatMap(({ name, role }) => (role ? [{ user_id: personId(name[1]), role }] : []));
  await sql`
    insert into user_roles (user_id, role_code, reason)
    select user_id, role, 'Part of the invented association'
    from jsonb_to_recordset(${sql.json(roles)}) as row (user_id uuid, role text)`;
  await sql`
    insert into membership_applications (user_id, tier_code, status, submitted_at, created_at, statement, reason)
    select id, member_type, case status when 'PENDING' then 'SUBMITTED' else 'DECLINED' end, created_at, created_at,
           'We would like to bid together with other members.',
           case when status = 'DECLINED' then 'No contractor’s license, and work above the limit for which one is needed' end
    from users where status in ('PENDING', 'DECLINED') and id = any (${people.map(({ name }) => personId(name[1]))}::uuid[])`;
  await claimLicenses({ sql });
  for (const { name, status } of people) {
    if (status !== 'DECLINED' && status !== 'SUSPENDED') continue;
    await sql`
      insert into admin_actions (action, actor, target_user_id, reason)
      values (${status === 'DECLINED' ? 'applications.decline' : 'members.suspend'}, current_actor(), ${personId(name[1])},
              ${status === 'DECLINED' ? 'No contractor’s license, and work above the limit for which one is needed' : 'Dues unpaid for a second year; will be lifted when they are'})`;
  }
}

/**
 * Of the applicants, one claims a license with the same name and one a license with another name, if there are any
 * to claim.
 */
async function claimLicenses({ sql }: Pick<WriteTransaction, 'sql'>): Promise<void> {
  await sql`
    with applicants as (
      select user_id, row_number() over (order by submitted_at) as place
      from membership_applications where status = 'SUBMITTED' order by submitted_at limit 2
    ), licenses as (
      select license_number, business_name, row_number() over (order by precedence, license_number) as place
      from california_contractors where gone_at is null order by precedence, license_number limit 2
    )
    update users set license_number = licenses.license_number,
      company = case place when 1 then initcap(licenses.business_name) else company end
    from applicants join licenses using (place) where users.id = applicants.user_id`;
}

async function addMoney({ sql }: WriteTransaction, now: Date): Promise<void> {
  const year = now.getUTCFullYear();
  const terms = people
    .filter(({ status = 'ACTIVE' }) => status !== 'PENDING' && status !== 'DECLINED')
    .flatMap((person) => {
      const current = (person.status ?? 'ACTIVE') === 'ACTIVE';
      return [year - 1, ...(current ? [year] : [])].map((one) => ({
        id: stableUuid('demo membership', person.name[1], String(one)),
        user_id: personId(person.name[1]),
        tier: person.memberType ?? 'REGULAR',
        status: one === year ? 'ACTIVE' : 'ENDED',
        starts_on: `${one}-01-01`,
        ends_on: `${one}-12-31`,
      }));
    });
  await sql`
    insert into memberships (id, user_id, tier_code, status, starts_on, ends_on)
    select * from jsonb_to_recordset(${sql.json(terms)})
      as row (id uuid, user_id uuid, tier text, status text, starts_on date, ends_on date)`;
  await sql`
    insert into payments (id, user_id, membership_id, amount_cents, status, provider, provider_reference, idempotency_key,
                          description, paid_at)
    select m.id, m.user_id, m.id, annual_dues_cents, 'SUCCEEDED', case when starts_on < ${`${year}-01-01`} then 'CHECK' else 'STRIPE' end,
           'demo-' || m.id, 'demo dues ' || m.id, 'Dues for ' || extract(year from starts_on), starts_on + interval '9 days'
    from memberships m join membership_tiers on code = tier_code
    where annual_dues_cents > 0 and m.id in (select (row ->> 'id')::uuid from jsonb_array_elements(${sql.json(terms)}) row)`;
  await sql`
    insert into payment_refunds (payment_id, amount_cents, reason, idempotency_key)
    values (${stableUuid('demo membership', 'Haddad', String(year - 1))}, 2500, 'Paid for a dinner that was cancelled', 'demo refund')`;
}

async function addProjects({ sql }: WriteTransaction, now: Date): Promise<void> {
  const rows = projects.map((project, at) => ({
    id: stableUuid('demo project', project.title),
    owner_id: personId(project.owner),
    title: project.title,
    description: project.description,
    category: project.category,
    // Bids arrive while the project is open; its status then moves on from there.
    status: ['CLOSED', 'AWARDED'].includes(project.status) ? 'BIDDING_OPEN' : project.status,
    budget_min: project.budget[0] * 100,
    budget_max: project.budget[1] * 100,
    deadline_at: new Date(now.getTime() + Math.max(project.due, 1) * day).toISOString(),
    skills: project.skills,
    zip_code: project.zipCode,
    created_at: new Date(now.getTime() - (12 + at * 5 + Math.max(0, -project.due)) * day).toISOString(),
  }));
  await sql`
    insert into projects (id, owner_id, title, description, category, status, budget_min_cents, budget_max_cents,
                          deadline_at, skills_required, city, state, zip_code, coordinates, created_at, published_at)
    select id, owner_id, title, description, category, status, budget_min, budget_max, deadline_at,
           array(select jsonb_array_elements_text(skills)), z.city, z.state, zip_code, z.location, created_at,
           case when status <> 'DRAFT' then created_at end
    from jsonb_to_recordset(${sql.json(rows)}) as row (
      id uuid, owner_id uuid, title text, description text, category text, status text, budget_min bigint,
      budget_max bigint, deadline_at timestamptz, skills jsonb, zip_code text, created_at timestamptz)
    left join zip_codes z using (zip_code)`;
  const bids = projects.flatMap(({ title, bids = [] }) =>
    bids.map(([bidder, dollars, message], at) => ({
      id: stableUuid('demo bid', title, bidder),
      project_id: stableUuid('demo project', title),
      applicant_id: personId(bidder),
      cents: dollars * 100,
      message,
      submitted_at: new Date(now.getTime() - (9 - at) * day).toISOString(),
    })),
  );
  await sql`
    insert into project_applications (id, project_id, applicant_id, amount_cents, message, submitted_at)
    select * from jsonb_to_recordset(${sql.json(bids)})
      as row (id uuid, project_id uuid, applicant_id uuid, cents bigint, message text, submitted_at timestamptz)`;
  for (const { title, status, due, bids: [winner] = [] } of projects) {
    if (status !== 'CLOSED' && status !== 'AWARDED') continue;
    await sql`
      update projects set status = 'CLOSED', deadline_at = ${new Date(now.getTime() + due * day)}
      where id = ${stableUuid('demo project', title)}`;
    if (status === 'AWARDED' && winner) {
      await sql`update project_applications set status = 'AWARDED' where id = ${stableUuid('demo bid', title, winner[0])}`;
    }
  }
}

async function addEvents({ sql }: WriteTransaction, now: Date): Promise<void> {
  for (const event of events) {
    const id = stableUuid('demo event', event.title);
    const isPast = event.days < 0;
    const startAt = (days: number) =>
      new Date(Math.floor((now.getTime() + days * day) / 3_600_000) * 3_600_000);
    const times = (days: number) =>
      [startAt(days), new Date(startAt(days).getTime() + event.hours * 3_600_000)] as const;
    // Registration closes when an event begins, so a past event is created in the future, attended, and then
    // backdated.
    const [start, end] = times(isPast ? 1 : event.days);
    await sql`
      insert into events (id, created_by, title, description, type, status, start_at, end_at, venue, city, capacity)
      values (${id}, ${personId('Nakamura')}, ${event.title}, ${event.description}, ${event.type},
              ${isPast || event.isOpen ? 'REGISTRATION_OPEN' : 'PUBLISHED'}, ${start}, ${end}, ${event.venue}, ${event.city},
              ${event.capacity})`;
    for (const guest of event.guests) {
      await sql`
        insert into event_registrations (id, event_id, user_id)
        values (${stableUuid('demo registration', event.title, guest)}, ${id}, ${personId(guest)})`;
    }
    if (!isPast) continue;
    const [absent] = event.guests.slice(-1);
    await sql`
      update event_registrations
      set status = case when user_id = ${personId(absent ?? '')} then 'NO_SHOW' else 'ATTENDED' end
      where event_id = ${id}`;
    const [began, ended] = times(event.days);
    await sql`update events set status = 'COMPLETED', start_at = ${began}, end_at = ${ended} where id = ${id}`;
  }
}

async function addCourses({ sql }: WriteTransaction): Promise<void> {
  for (const { slug, title, summary, modules, students } of courses) {
    const courseId = stableUuid('demo course', slug);
    await sql`
      insert into courses (id, slug, title, summary, status, created_by)
      values (${courseId}, ${slug}, ${title}, ${summary}, 'PUBLISHED', ${personId('Petrossian')})`;
    const rows = modules.map(([name, minutes, content], at) => ({
      id: stableUuid('demo module', slug, String(at)),
      position: at + 1,
      name,
      content,
      minutes,
    }));
    await sql`
      insert into course_modules (id, course_id, position, title, kind, content, minutes)
      select id, ${courseId}, position, name, 'READING', content, minutes
      from jsonb_to_recordset(${sql.json(rows)})
        as row (id uuid, position int, name text, content text, minutes int)`;
    for (const [student, finished] of students) {
      const enrollmentId = stableUuid('demo enrollment', slug, student);
      await sql`
        insert into course_enrollments (id, course_id, user_id) values (${enrollmentId}, ${courseId}, ${personId(student)})`;
      await sql`
        insert into module_completions (enrollment_id, module_id, course_id)
        select ${enrollmentId}, id, ${courseId} from course_modules
        where course_id = ${courseId} and position <= ${finished}`;
    }
  }
}

async function addTalk({ sql }: WriteTransaction, now: Date): Promise<void> {
  for (const [standing, letter] of [
    ['PENDING', 'application-received'],
    ['ACTIVE', 'application-approved'],
  ] as const) {
    const { subject, path = '' } = letters[letter].write({ origin: '' });
    await sql`
      select notify_account(id, ${letter}, ${subject}, ${path}) from users
      where status = ${standing} and id = any (${people.map(({ name }) => personId(name[1]))}::uuid[])`;
  }
  for (const [audience, daysAgo, title, body] of announcements) {
    await sql`
      insert into announcements (id, author_id, title, body, audience, publish_at)
      values (${stableUuid('demo news', title)}, ${personId('Petrossian')}, ${title}, ${body}, ${audience},
              ${new Date(now.getTime() - daysAgo * day)})`;
  }
}

async function sendLines(db: Database, from: string, to: string, lines: string[]): Promise<void> {
  for (const [at, body] of lines.entries()) {
    const [sender, receiver] = at % 2 === 0 ? [from, to] : [to, from];
    await db.write(
      member(sender),
      ({ sql }) => sql`
        insert into messages (id, sender_id, receiver_id, body)
        values (${stableUuid('demo message', from, to, String(at))}, ${personId(sender)}, ${personId(receiver)}, ${body})`,
    );
  }
}

/** Members open tickets and staff answer them, each as themselves. */
async function openTickets(db: Database): Promise<void> {
  for (const { from, category, status, subject, body, replies } of tickets) {
    const id = stableUuid('demo ticket', subject);
    await db.write(
      member(from),
      ({ sql }) => sql`
        insert into member_feedback (id, user_id, category, subject, body)
        values (${id}, ${personId(from)}, ${category}, ${subject}, ${body})`,
    );
    const support: Actor = { kind: 'staff', userId: personId('Hayes') };
    for (const [who, text] of replies) {
      await db.write(who === 'member' ? member(from) : support, ({ sql }) =>
        who === 'member'
          ? sql`insert into feedback_replies (feedback_id, author_id, body) values (${id}, ${personId(from)}, ${text})`
          : sql`
              insert into feedback_replies (feedback_id, author_id, body, is_internal)
              values (${id}, ${personId('Hayes')}, ${text}, ${who === 'note'})`,
      );
    }
    if (status !== 'OPEN') {
      await db.write(
        support,
        ({ sql }) => sql`update member_feedback set status = ${status} where id = ${id}`,
      );
    }
  }
}
