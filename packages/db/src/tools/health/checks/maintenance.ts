import { listMaintenanceStates } from '../../../maintenance/queries.ts';
import { definePortalCheck, spanInWords, stateOf } from '../check.ts';

export const maintenance = definePortalCheck({
  name: 'maintenance',
  area: 'work',
  question: 'Does the maintenance of the database run when it should?',
  unit: 'hours late',
  place: 'portal',
  limits: { warn: 3, bad: 48 },
  notEmbedded:
    'The embedded database has no autovacuum to help. The check of partitions watches the job that it needs.',
  explanation:
    'Each night the worker removes dead rows where autovacuum is behind, refreshes statistics, exports and drops partitions past their retention, and once a week rebuilds bloated indexes. A job that has not been done in time means that the worker is away, DATABASE_MAINTENANCE_URL is not set, something held a lock, or the job failed: the page of maintenance says which.',
  fix: {
    sql: 'portal maintenance run',
    lock: 'A command, and no SQL. Its statements take ShareUpdateExclusive: reads and writes go on.',
  },
  statement: listMaintenanceStates,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const evidence = rows.map(({ job, doneAt, hoursLate, failed, message }) => ({
      job,
      lastDone: doneAt?.toISOString().slice(0, 16) ?? null,
      hoursLate: Math.max(0, Math.round(hoursLate * 10) / 10),
      failed,
      message,
    }));
    const late = [...rows].sort((one, other) => other.hoursLate - one.hoursLate)[0];
    const value = Math.max(0, late?.hoursLate ?? 0);
    const state = stateOf(value, limits);
    if (late && state !== 'ok') {
      const says = `The maintenance job ${late.job} is ${spanInWords(value * 3_600)} late${late.message ? `: ${late.message}` : '.'}`;
      return { state, value, says, evidence };
    }
    const failed = rows.find((row) => row.failed);
    if (failed) {
      const says = `The maintenance job ${failed.job} failed: ${failed.message ?? 'it says no more.'}`;
      return { state: 'warn', value, says, evidence };
    }
    return { state, value, says: 'The maintenance of the database ran when it should.', evidence };
  },
});
