import { defineCheck, judgeLargest } from '../check.ts';

export const connections = defineCheck({
  name: 'connections',
  area: 'connections',
  question: 'How many of the connections that each server allows are taken?',
  unit: '%',
  place: 'every server',
  limits: { warn: 70, bad: 85 },
  notEmbedded: 'The embedded database serves this portal alone, one transaction at a time.',
  explanation:
    'A server without a free connection refuses everybody but a superuser. Connections that wait idle in a pool are healthy, so look at the number by login and state. A login with many active ones is busy; one with many idle ones has a pool that is too large. Lower DATABASE_POOL_SIZE or the pools of PgBouncer.',
  statement: (sql) => sql<{ login: string; state: string; connections: number; most: number }[]>`
    select coalesce(usename::text, 'none') as login, coalesce(state, 'unknown') as state, count(*)::int as connections,
           current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most
    from pg_stat_activity where backend_type = 'client backend' group by 1, 2 order by 3 desc, 1, 2`,
  judge: (answers, limits) => {
    const servers = answers.map(({ server, rows }) => {
      const taken = rows.reduce((sum, { connections }) => sum + connections, 0);
      const most = rows[0]?.most ?? 1;
      return { server, taken, most, percent: Math.round((taken / most) * 1000) / 10 };
    });
    const { state, value, row } = judgeLargest(servers, ({ percent }) => percent, limits);
    const says = `${answers.length > 1 ? `${row?.server} has` : 'The server has'} ${row?.taken ?? 0} of ${row?.most ?? 0} connections taken.`;
    const evidence = answers.flatMap(({ server, rows }) =>
      rows.map(({ most: _, ...each }) => (answers.length > 1 ? { server, ...each } : each)),
    );
    return { state, value, says, evidence };
  },
});
