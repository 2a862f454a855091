import { definePortalCheck, judgeLargest } from '../check.ts';

export const statementTable = definePortalCheck<{
  server: string;
  state: string;
  problem: string | null;
  isTried: boolean;
  evictions: number;
  resets: number;
}>({
  name: 'statement-table',
  area: 'servers',
  question: 'Does the server have room to count every statement?',
  unit: 'evictions an hour',
  place: 'portal',
  limits: { warn: 0, bad: 10 },
  notEmbedded: 'The embedded database keeps no statistics of its statements.',
  mayStayUnknown: true,
  explanation:
    'The server keeps counters for so many statements (pg_stat_statements.max). When more arrive, it forgets the twentieth part that ran least, and their figures on the page of statements are too small. Statements that differ in a list of values count as different ones. Raise the limit, or find the program that writes values into its SQL.',
  fix: {
    sql: 'alter system set pg_stat_statements.max = 10000',
    lock: 'Takes no lock. It needs a restart of the server, and some megabytes of its memory.',
  },
  // The hour that runs and the one before it, so that the first minutes of an hour hide nothing.
  statement: ({ sql }) => sql`
    select s.name as server, s.state, s.problem, s.tried_at > now() - interval '3 minutes' as "isTried",
           coalesce(max(c.evictions), 0)::float8 as evictions, coalesce(sum(c.resets), 0)::int as resets
    from statement_servers s
    left join statement_coverage c on c.server_id = s.id and c.hour > now() - interval '2 hours'
    group by s.id order by s.name`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const evidence = rows.map(({ server, state, problem, evictions, resets }) => ({
      server,
      state,
      problem,
      evictions,
      resets,
    }));
    const { state, value, row } = judgeLargest(rows, ({ evictions }) => evictions, limits);
    if (row && state !== 'ok') {
      const says = `${row.server} ran out of room for statements ${value === 1 ? 'once' : `${value.toLocaleString('en-US')} times`} in an hour.`;
      return { state, value, says, evidence };
    }
    const dark = rows.find((one) => !one.isTried || one.state !== 'SAMPLED');
    if (dark || rows.length === 0) {
      const says = !dark
        ? 'No server’s statements are counted yet.'
        : dark.isTried && dark.problem
          ? `${dark.server}: ${dark.problem}`
          : `The statements of ${dark.server} have not been read for three minutes.`;
      return { state: 'unknown', value: null, says, evidence };
    }
    return { state: 'ok', value, says: 'The server has room to count every statement.', evidence };
  },
});
