import { actAsSystem } from '../../engine/act-as-system.ts';
import { connect } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import { peopleStatements } from './bench/people.ts';
import { trafficStatements } from './bench/traffic.ts';
import { valuesFor } from './bench/values.ts';
import { workStatements } from './bench/work.ts';

export interface BenchSeedOptions {
  /** Direct URL of the login that owns the tables. */
  ownerUrl: string;
  /**
   * 1 is the size at which the portal is measured: 20,000 users, a million messages, five million measurements.
   */
  scale?: number;
  /** Another seed makes other rows; the same seed makes the same ones. */
  seed?: number;
  onProgress?: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * Fills an empty, migrated database on the server itself, one table per transaction, and returns the number of rows
 * of each table. The rows satisfy every constraint. Triggers and policies of a table are off only inside the
 * transaction that fills it, so an interruption leaves none off.
 * @throws Refused if there are users already.
 */
export async function seedBench(options: BenchSeedOptions): Promise<Record<string, number>> {
  const { scale = 1, seed = 1 } = options;
  const size = (rows: number) => Math.max(1, Math.round(rows * scale));
  const n = {
    users: size(20_000),
    projects: size(50_000),
    events: size(5_000),
    registrations: size(100_000),
    messages: size(1_000_000),
    actions: size(2_000_000),
    measurements: size(5_000_000),
    courses: size(200),
    enrollments: size(20_000),
    payments: size(40_000),
    tickets: size(2_000),
    announcements: size(200),
    notifications: size(200_000),
  };
  const values = valuesFor(seed);
  const statements = {
    ...peopleStatements(values, n),
    ...workStatements(values, n),
    ...trafficStatements(values, n),
  };
  const client = connect(options.ownerUrl, { max: 1, applicationName: 'portal seed' });
  try {
    await refuseSecond(client);
    await client`
      select count(create_monthly_partition('admin_actions', month::date))
      from generate_series(date_trunc('month', now(), 'UTC') - interval '23 months', now(), interval '1 month') month`;
    await client`
      select count(create_daily_partition('system_metrics', day::date))
      from generate_series(date_trunc('day', now(), 'UTC') - interval '89 days', now(), interval '1 day') day`;
    const made: Record<string, number> = {};
    for (const [table, statement] of Object.entries(statements)) {
      options.signal?.throwIfAborted();
      options.onProgress?.(`Filling ${table}`);
      const target = table === 'seats' ? 'events' : table;
      const rows = await client.begin(async (sql) => {
        await sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '256MB', true)`;
        if (table === 'queue') return (await sql.unsafe(statement)).count;
        // Policies apply to the tables that a statement reads as well.
        for (const name of readBy(target))
          await sql.unsafe(`alter table ${name} no force row level security`);
        await sql.unsafe(`alter table ${target} disable trigger user`);
        const { count } = await sql.unsafe(statement);
        await sql.unsafe(`alter table ${target} enable trigger user`);
        for (const name of readBy(target)) await sql.unsafe(`alter table ${name} force row level security`);
        return count;
      });
      if (table !== 'seats' && table !== 'queue') made[table] = rows;
    }
    // The triggers that write the rows of the directory were off.
    const fill = async (last: string | null) =>
      (await client<{ key: string | null }[]>`select fill_directory_firms(${last}) as key`)[0]?.key ?? null;
    for (let last = await fill(null); last !== null; ) last = await fill(last);
    // VACUUM too, because a GIN index keeps new entries in a pending list, which makes the index look expensive.
    await client`select write_search_words()`;
    for (const table of [...Object.keys(made), 'directory_firms', 'search_words'])
      await client.unsafe(`vacuum (analyze) ${table}`);
    return made;
  } finally {
    await client.end();
  }
}

/** The tables that the statement for a table writes and reads. */
function readBy(table: string): string[] {
  const reads: Record<string, string[]> = {
    users: ['zip_codes'],
    user_skills: ['skills'],
    companies: ['users', 'zip_codes'],
    company_people: ['users'],
    memberships: ['users'],
    payments: ['memberships'],
    projects: ['zip_codes', 'skills'],
    project_applications: ['projects'],
    bid_contents: ['project_applications', 'projects'],
    events: ['event_registrations'],
    event_registrations: ['events'],
    course_enrollments: ['courses'],
    module_completions: ['course_enrollments', 'course_modules'],
    mailbox: ['messages'],
  };
  return [table, ...(reads[table] ?? [])];
}

async function refuseSecond(client: ReturnType<typeof connect>): Promise<void> {
  const rows = await client.begin(async (sql) => {
    await actAsSystem(sql, 'portal seed');
    return sql`select from users limit 1`;
  });
  if (rows.length > 0) throw new Refused('There are members already: only an empty database is seeded.');
}
