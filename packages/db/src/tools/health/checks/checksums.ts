import { counted, defineCheck, rowsWithServer } from '../check.ts';

export const checksums = defineCheck({
  name: 'checksums',
  area: 'safety',
  question: 'Has a server read a damaged page?',
  unit: 'pages',
  place: 'every server',
  notEmbedded: 'The embedded database keeps no checksums.',
  alertsAfter: 1,
  mayStayUnknown: true,
  explanation:
    'A page whose checksum is wrong was damaged on its way to the disk or on it. Replace the server by a replica that is whole, look at the machine’s disks, and check the other servers with pg_amcheck. Without checksums, damage shows only when somebody reads nonsense. pg_checksums --enable turns them on while the server is stopped.',
  statement: (sql) => sql<{ failures: number | null; last: Date | null }[]>`
    select sum(checksum_failures)::float8 as failures, max(checksum_last_failure) as last from pg_stat_database`,
  judge: (answers) => {
    const rows = rowsWithServer(answers);
    const damaged = rows.reduce((sum, { failures }) => sum + (failures ?? 0), 0);
    const evidence = rows.map(({ last, ...row }) => ({ ...row, last: last?.toISOString() ?? null }));
    if (damaged > 0) {
      const says = `${counted(damaged, 'damaged page')} ${damaged === 1 ? 'was' : 'were'} read.`;
      return { state: 'bad', value: damaged, says, evidence };
    }
    if (rows.some(({ failures }) => failures === null)) {
      return {
        state: 'unknown',
        value: null,
        says: 'Checksums of pages are off, so damage does not show.',
        evidence,
      };
    }
    return { state: 'ok', value: 0, says: 'No damaged page was read.', evidence };
  },
});
