import { peopleStatements } from '@namc/db/seed/bench/people';
import { valuesFor } from '@namc/db/seed/bench/values';
import { workStatements } from '@namc/db/seed/bench/work';
import { connect } from '@namc/db/testing/direct-client';
import { fillFirms } from '../directory/fill.ts';

/**
 * Member firms with licenses and terms, and projects, of which half of those in bidding are open. The database has contractors, and no
 * members yet.
 */
export async function fillProjects(
  superuserUrl: string,
  { members, projects }: { members: number; projects: number },
): Promise<void> {
  await fillFirms(superuserUrl, members);
  const v = valuesFor(1);
  const nobody = { tickets: 0, payments: 0, announcements: 0, notifications: 0 };
  const people = peopleStatements(v, { users: members, ...nobody });
  const nothing = { events: 0, registrations: 0, courses: 0, enrollments: 0 };
  const work = workStatements(v, { users: members, projects, ...nothing });
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  // The rows satisfy the constraints. Their triggers would take an hour.
  await sql.unsafe(`
    set session_replication_role = replica;
    ${people.memberships}; ${work.projects};
    update projects set county = z.county from zip_codes z where z.zip_code = projects.zip_code;
    update projects set opened_at = null, deadline_at = now() + (hashtext(id::text) & 65535) * interval '1 minute'
    where status in ('PUBLISHED', 'BIDDING_OPEN') and hashtext(id::text) % 2 = 0;
    insert into match_choices (user_id, notify, began_at) select id, 'DAILY', now() from users where status = 'ACTIVE';
    set session_replication_role = origin;
    select write_search_words()`);
  const filled = [
    'users',
    'companies',
    'company_people',
    'memberships',
    'projects',
    'match_choices',
    'search_words',
  ];
  for (const table of filled) await sql.unsafe(`vacuum (analyze) ${table}`);
  await sql.end();
}
