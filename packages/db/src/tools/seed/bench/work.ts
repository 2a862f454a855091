import { projectCategories } from '@namc/inputs/projects';
import { places, type Values, works } from './values.ts';

/**
 * Projects, events and courses with their bids, registrations and enrollments, as INSERT statements by table.
 */
export function workStatements(
  v: Values,
  n: {
    users: number;
    projects: number;
    events: number;
    registrations: number;
    courses: number;
    enrollments: number;
  },
) {
  const user = (i: string, salt: string) => v.id('users', v.number(i, salt, n.users));
  return {
    projects: `
      with places as (
        select row_number() over (order by zip_code) - 1 as place, zip_code, city, location from zip_codes where state = 'CA'
      ), known as (select array_agg(code order by code) as codes, count(*) as total from skills),
      shaped as (
        select i, ${v.number('i', 'status', 100)} as luck,
               timestamptz '2026-11-01' - ${v.number('i', 'age', 94_000_000)} * interval '1 second' as made
        from generate_series(0, ${n.projects - 1}) i
      )
      insert into projects (id, owner_id, title, description, category, status, budget_min_cents, budget_max_cents,
                            deadline_at, opened_at, skills_required, city, state, zip_code, coordinates, published_at, created_at, updated_at)
      select ${v.id('projects', 'i')}, ${user('i', 'owner')},
             initcap(${v.pick('i', 'work', works)}) || ' of a ' || ${v.pick('i', 'building', places)} || ' in ' || places.city,
             'We need ' || ${v.pick('i', 'work two', works)} || ' and ' || ${v.pick('i', 'work three', works)}
               || ' with all permits. Lot number ' || i || case when ${v.number('i', 'rare', 5000)} = 0 then ' Needs a helicopter.' else '' end,
             ${v.pick('i', 'category', projectCategories)},
             case when luck < 5 then 'DRAFT' when luck < 15 then 'PUBLISHED' when luck < 40 then 'BIDDING_OPEN'
                  when luck < 65 then 'CLOSED' when luck < 90 then 'AWARDED' else 'CANCELLED' end,
             budget, budget * 2, made + ${v.number('i', 'days', 120)} * interval '1 day',
             case when luck >= 15 and luck < 90 and made + ${v.number('i', 'days', 120)} * interval '1 day' < now()
               then made + ${v.number('i', 'days', 120)} * interval '1 day' end,
             array(select distinct codes[1 + floor(total * ${v.share('i * 4 + k', 'skill')} * ${v.share('i * 4 + k', 'skill')})::int] from known, generate_series(1, 1 + ${v.number('i', 'skills', 4)}::int) k),
             places.city, 'CA', places.zip_code,
             case when ${v.number('i', 'located', 20)} > 0 then
               ST_SetSRID(ST_MakePoint(ST_X(location::geometry) + (${v.share('i', 'east')} - 0.5) / 20,
                                       ST_Y(location::geometry) + (${v.share('i', 'north')} - 0.5) / 20), 4326) end,
             case when luck >= 5 then made end, made, made
      from shaped, lateral (select 1000000 + ${v.number('i', 'budget', 500_000_000)} as budget) money, places
      where place = ${v.number('i', 'zip', '(select count(*) from places)')}`,
    project_applications: `
      insert into project_applications (id, project_id, applicant_id, status, submitted_at, decided_at)
      select ${v.id('project_applications', 'i * 2 + k')}, p.id, ${v.id('users', `(${v.number('i', 'bidder', n.users)} + k) % ${n.users}`)},
             case when p.status = 'AWARDED' and k = 0 then 'AWARDED' when p.status in ('AWARDED', 'CANCELLED') then 'DECLINED' else 'SUBMITTED' end,
             p.created_at + interval '1 day',
             case when p.status in ('AWARDED', 'CANCELLED') then p.created_at + interval '30 days' end
      from generate_series(0, ${n.projects - 1}) i
      join projects p on p.id = ${v.id('projects', 'i')} and p.status <> 'DRAFT', generate_series(0, 1) k`,
    bid_contents: `
      insert into bid_contents (bid_id, amount_cents, message, salt, commitment, created_at, opened_at)
      select b.id, cents, 'We can start next month.', salt, sealed_fingerprint(salt, cents::text, 'USD', 'We can start next month.'), b.submitted_at,
             (select opened_at from projects where id = b.project_id)
      from generate_series(0, ${n.projects - 1}) i cross join generate_series(0, 1) k
      join project_applications b on b.id = ${v.id('project_applications', 'i * 2 + k')}, lateral (
        select 1000000 + ${v.number('i * 2 + k', 'offer', 500_000_000)} as cents, sha256(b.id::text::bytea) as salt) offer`,
    events: `
      insert into events (id, created_by, title, description, type, status, start_at, end_at, venue, city, capacity)
      select ${v.id('events', 'i')}, ${user('i', 'host')}, initcap(${v.pick('i', 'topic', works)}) || ' workshop ' || i,
             'What one should know about ' || ${v.pick('i', 'topic', works)} || ' of a ' || ${v.pick('i', 'building', places)} || '.',
             ${v.pick('i', 'type', ['WORKSHOP', 'NETWORKING', 'MEETING', 'TRAINING', 'CONFERENCE'])},
             case when i % 10 = 0 then 'REGISTRATION_OPEN' else 'COMPLETED' end, start_at, start_at + interval '2 hours',
             'Example Hall', ${v.pick('i', 'city', ['Oakland', 'Sacramento', 'San Jose', 'Fresno'])}, case when i % 4 > 0 then 15 end
      from generate_series(0, ${n.events - 1}) i,
        lateral (select timestamptz '2026-11-01' + case when i % 10 = 0 then 1 else -1 end
                        * (1 + ${v.number('i', 'start', 90_000_000)}) * interval '1 second' as start_at) moment`,
    event_registrations: `
      with wanted as (
        select distinct ${v.number('i', 'event', n.events)} as event, ${v.number('i', 'guest', n.users)} as guest
        from generate_series(0, ${n.registrations - 1}) i
      ), queued as (
        select *, row_number() over (partition by event order by guest) as place from wanted
      )
      insert into event_registrations (id, event_id, user_id, status, queue_number, registered_at) overriding system value
      select ${v.uuid('e.id::text || guest')}, e.id, ${v.id('users', 'guest')},
             case when place > e.capacity then 'WAITLISTED' when e.status <> 'COMPLETED' then 'REGISTERED'
                  when ${v.number('event * 100000 + guest', 'came', 10)} = 0 then 'NO_SHOW' else 'ATTENDED' end,
             row_number() over (order by event, guest), e.start_at - interval '10 days'
      from queued join events e on e.id = ${v.id('events', 'event')}`,
    seats: `
      update events set registered_count = taken
      from (select event_id, count(*)::int as taken from event_registrations where takes_seat(status) group by event_id) counted
      where event_id = events.id`,
    queue: `select setval(pg_get_serial_sequence('event_registrations', 'queue_number'), ${n.registrations + 1})`,
    courses: `
      insert into courses (id, slug, title, summary, status)
      select ${v.id('courses', 'i')}, 'course-' || i, 'Course ' || i, 'What one should know.', 'PUBLISHED'
      from generate_series(0, ${n.courses - 1}) i`,
    course_modules: `
      insert into course_modules (id, course_id, position, title, kind, content, minutes)
      select ${v.id('course_modules', 'i * 5 + k')}, ${v.id('courses', 'i')}, k, 'Module ' || k, 'READING', 'Read this.', 20
      from generate_series(0, ${n.courses - 1}) i, generate_series(1, 5) k`,
    course_enrollments: `
      insert into course_enrollments (id, course_id, user_id, enrolled_at, completed_at, certificate_number)
      select ${v.uuid('c.id::text || u')}, c.id, ${v.id('users', 'u')}, timestamptz '2026-01-01',
             case when done then timestamptz '2026-03-01' end,
             case when done then 'BENCH-' || lpad((row_number() over (order by c.id, u))::text, 6, '0') end
      from (select distinct ${v.number('i', 'course', n.courses)} as course, ${v.number('i', 'student', n.users)} as u
            from generate_series(0, ${n.enrollments - 1}) i) wanted
      join courses c on c.id = ${v.id('courses', 'course')}, lateral (select u % 3 = 0 as done) finished`,
    module_completions: `
      insert into module_completions (enrollment_id, module_id, course_id, completed_at)
      select e.id, m.id, e.course_id, timestamptz '2026-02-01'
      from course_enrollments e join course_modules m on m.course_id = e.course_id
      where e.completed_at is not null or m.position <= 2`,
  };
}
