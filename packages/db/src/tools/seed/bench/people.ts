import { firms, firstNames, lastNames, places, trades, type Values, works } from './values.ts';

/** Members and their own rows, as INSERT statements by table; `n` rows of users. */
export function peopleStatements(
  v: Values,
  n: { users: number; tickets: number; payments: number; announcements: number; notifications: number },
) {
  const user = (i: string, salt: string) => v.id('users', v.number(i, salt, n.users));
  return {
    users: `
      with places as (
        select row_number() over (order by zip_code) - 1 as place, zip_code, city, location, count(*) over () as total
        from zip_codes where state = 'CA'
      )
      insert into users (id, email, email_verified_at, first_name, last_name, bio, phone, member_type, status, city, state, zip_code,
                         coordinates, show_in_directory, show_email, created_at, updated_at)
      select ${v.id('users', 'i')}, 'member' || i || '@example.org', timestamptz '2026-11-01', ${v.pick('i', 'first', firstNames)},
             ${v.pick('i', 'last', lastNames)},
             'We do ' || ${v.pick('i', 'work', works)} || ' of every ' || ${v.pick('i', 'place', places)} || '.',
             '+151055501' || lpad((i % 100)::text, 2, '0'),
             case when ${v.number('i', 'type', 10)} = 0 then 'ASSOCIATE' else 'REGULAR' end,
             case ${v.number('i', 'status', 40)} when 0 then 'LAPSED' when 1 then 'PENDING' else 'ACTIVE' end,
             places.city, 'CA', places.zip_code,
             ST_SetSRID(ST_MakePoint(ST_X(location::geometry) + (${v.share('i', 'east')} - 0.5) / 20,
                                     ST_Y(location::geometry) + (${v.share('i', 'north')} - 0.5) / 20), 4326),
             ${v.number('i', 'listed', 20)} > 0, ${v.number('i', 'mail', 2)} = 0,
             timestamptz '2026-11-01' - ${v.number('i', 'age', 94_000_000)} * interval '1 second',
             timestamptz '2026-11-01'
      from generate_series(0, ${n.users - 1}) i
      join places on place = ${v.number('i', 'zip', '(select count(*) from places)')}`,
    user_skills: `
      with known as (select code, row_number() over (order by code) - 1 as at from skills)
      insert into user_skills (user_id, skill_code, years)
      select distinct on (i, code) ${v.id('users', 'i')}, code, ${v.number('i', 'years', 40)}
      from generate_series(0, ${n.users - 1}) i, generate_series(1, 3) k
      join known on true
      where at = ${v.number('i * 3 + k', 'skill', '(select count(*) from skills)')}`,
    companies: `
      insert into companies (id, name, city, zip_code, county, coordinates, service_counties, created_at, updated_at)
      select ${v.id('companies', 'i')}, ${v.pick('i', 'firm', firms)} || ' ' || ${v.pick('i', 'trade', trades)} || ' Example',
             u.city, u.zip_code, z.county, u.coordinates,
             case when ${v.number('i', 'serves', 2)} = 0 and z.county is not null then array[z.county] else '{}' end,
             u.created_at, u.created_at
      from generate_series(0, ${n.users - 1}) i
      join users u on u.id = ${v.id('users', 'i')} and u.status in ('ACTIVE', 'LAPSED')
      join zip_codes z on z.zip_code = u.zip_code`,
    company_people: `
      insert into company_people (id, company_id, user_id, role, since)
      select ${v.id('company_people', 'i')}, ${v.id('companies', 'i')}, u.id, 'OWNER', u.created_at
      from generate_series(0, ${n.users - 1}) i
      join users u on u.id = ${v.id('users', 'i')} and u.status in ('ACTIVE', 'LAPSED')`,
    memberships: `
      insert into memberships (id, user_id, tier_code, status, starts_on, ends_on)
      select ${v.id('memberships', 'i * 2 + term')}, ${v.id('users', 'i')}, 'REGULAR',
             case term when 1 then 'ACTIVE' else 'ENDED' end,
             first_day + (term - 1) * interval '1 year', first_day + term * interval '1 year' - interval '1 day'
      from generate_series(0, ${n.users - 1}) i, generate_series(0, 1) term,
           (select date_trunc('year', now() at time zone 'America/Los_Angeles') as first_day) this_year
      where exists (select from users where id = ${v.id('users', 'i')} and status = 'ACTIVE')`,
    payments: `
      insert into payments (id, user_id, membership_id, amount_cents, status, provider, provider_reference, idempotency_key,
                            description, paid_at, created_at, updated_at)
      select ${v.id('payments', 'i')}, m.user_id, m.id, 50000, 'SUCCEEDED', 'STRIPE', 'example_' || i, 'bench ' || i, 'Dues',
             m.starts_on, m.starts_on, m.starts_on
      from generate_series(0, ${n.payments - 1}) i
      join lateral (select * from memberships
                    where id = ${v.id('memberships', `${v.number('i', 'payer', n.users)} * 2 + 1`)}) m on true`,
    member_feedback: `
      insert into member_feedback (id, user_id, category, status, subject, body, created_at, updated_at)
      select ${v.id('member_feedback', 'i')}, ${user('i', 'asker')}, ${v.pick('i', 'kind', ['QUESTION', 'PROBLEM', 'IDEA'])},
             ${v.pick('i', 'state', ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'])}, 'Question ' || i, 'How does this work?',
             timestamptz '2026-11-01' - ${v.number('i', 'asked', 20_000_000)} * interval '1 second', timestamptz '2026-11-01'
      from generate_series(0, ${n.tickets - 1}) i`,
    announcements: `
      insert into announcements (id, author_id, title, body, audience, publish_at)
      select ${v.id('announcements', 'i')}, ${user('i', 'author')}, 'News ' || i, 'Read all about it.',
             ${v.pick('i', 'audience', ['EVERYONE', 'MEMBERS'])},
             timestamptz '2026-11-01' - ${v.number('i', 'news', 40_000_000)} * interval '1 second'
      from generate_series(0, ${n.announcements - 1}) i`,
    notifications: `
      insert into notifications (id, user_id, kind, title, path, created_at, read_at)
      select ${v.id('notifications', 'i')}, ${user('i', 'told')}, 'application-question', 'A question about your application',
             '/application', told_at, case when ${v.number('i', 'unread', 10)} > 0 then told_at + interval '1 hour' end
      from generate_series(0, ${n.notifications - 1}) i,
      lateral (select timestamptz '2026-11-01' - ${v.number('i', 'told at', 40_000_000)} * interval '1 second' as told_at) t`,
  };
}
