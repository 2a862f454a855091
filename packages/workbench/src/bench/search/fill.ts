import { peopleStatements } from '@namc/db/seed/bench/people';
import { valuesFor } from '@namc/db/seed/bench/values';
import { workStatements } from '@namc/db/seed/bench/work';
import { connect } from '@namc/db/testing/direct-client';

/** Members with firms, a third of them on the firm’s page, and projects. The database has contractors, and no members yet. */
export async function fillSearch(
  superuserUrl: string,
  { members, projects }: { members: number; projects: number },
): Promise<void> {
  const v = valuesFor(1);
  const none = { tickets: 0, payments: 0, announcements: 0, notifications: 0 };
  const people = peopleStatements(v, { users: members, ...none });
  const work = workStatements(v, {
    users: members,
    projects,
    events: 0,
    registrations: 0,
    courses: 0,
    enrollments: 0,
  });
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  // The rows satisfy the constraints. Their triggers would take an hour.
  await sql.unsafe(`
    set session_replication_role = replica;
    ${people.users}; ${people.companies}; ${people.company_people}; ${people.memberships}; ${work.projects};
    update company_people set is_shown = true where hashtext(id::text) % 3 = 0;
    update projects set opened_at = null, deadline_at = now() + (hashtext(id::text) & 65535) * interval '1 minute'
    where status in ('PUBLISHED', 'BIDDING_OPEN') and hashtext(id::text) % 2 = 0;
    set session_replication_role = origin;
    do $$
    declare
      last text;
    begin
      loop
        last := fill_directory_firms(last);
        exit when last is null;
      end loop;
    end $$;
    select write_search_words()`);
  for (const table of [
    'users',
    'companies',
    'company_people',
    'directory_firms',
    'projects',
    'search_words',
    'california_contractors',
    'contractor_words',
  ])
    await sql.unsafe(`vacuum (analyze) ${table}`);
  await sql.end();
}
