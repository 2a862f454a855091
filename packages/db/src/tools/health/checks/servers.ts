import { counted, defineCheck } from '../check.ts';

export const servers = defineCheck({
  name: 'servers',
  area: 'servers',
  question: 'Does every server answer, and does exactly one accept writes?',
  unit: '',
  place: 'every server',
  notEmbedded: 'The embedded database is one process of this portal.',
  explanation:
    'Reads go on with the servers that are left. Without a server that accepts writes nobody can save anything. Look at the server’s log and at the machine, and start the server again. With two servers that accept writes, stop the one that was the primary before: what it writes is lost.',
  statement: (sql) => sql<{ acceptsWrites: boolean; runsSince: Date }[]>`
    select not pg_is_in_recovery() as "acceptsWrites", pg_postmaster_start_time() as "runsSince"`,
  judge: (answers, _limits, silent) => {
    const primaries = answers.filter(({ rows }) => rows[0]?.acceptsWrites);
    const evidence = [
      ...silent.map(({ server, problem }) => ({ server, role: 'away', since: null, problem })),
      ...answers.map(({ server, rows: [row] }) => ({
        server,
        role: row?.acceptsWrites ? 'primary' : 'replica',
        since: row?.runsSince.toISOString() ?? null,
        problem: null,
      })),
    ];
    const value = silent.length;
    if (primaries.length !== 1) {
      const says = `${primaries.length === 0 ? 'No server accepts' : `${primaries.length} servers accept`} writes.`;
      return { state: 'bad', value, says, evidence };
    }
    if (silent.length > 0) {
      return { state: 'bad', value, says: `${counted(silent.length, 'server')} did not answer.`, evidence };
    }
    const says = `${counted(answers.length, 'server')} answered, and ${primaries[0]?.server} accepts writes.`;
    return { state: 'ok', value, says: answers.length === 1 ? 'The server answers.' : says, evidence };
  },
});
