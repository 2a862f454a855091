import { listBackupRuns } from '../../../backups/queries.ts';
import { counted, definePortalCheck, spanInWords, stateOf } from '../check.ts';

/** So many runs are evidence. */
const shownRuns = 5;

export const backups = definePortalCheck({
  name: 'backups',
  area: 'safety',
  question: 'When was the last backup that was read back whole?',
  unit: 'hours',
  place: 'portal',
  // A night, with some hours for a machine that was off, and two nights.
  limits: { warn: 30, bad: 54 },
  mayStayUnknown: true,
  explanation:
    'The portal backs up its embedded database and its files each night, and opens each backup in a database of its own. It makes no backups of a PostgreSQL server by itself yet: back the server up by other means, and restore a backup now and then. portal backup run makes one now, and portal backup restore brings one back.',
  statement: (tx) => listBackupRuns(tx),
  judge: ([answer], limits) => {
    const runs = answer?.rows ?? [];
    const evidence = runs.slice(0, shownRuns).map((run) => ({
      name: run.name,
      place: run.place,
      readBack: run.provenAt?.toISOString() ?? null,
      problem: run.problem,
      bytes: run.bytes,
      files: run.files,
    }));
    if (runs.length === 0) {
      const says = 'No backup is configured, or none has been made yet.';
      return { state: 'unknown', value: null, says, evidence };
    }
    const last = runs.find(({ provenAt }) => provenAt !== null);
    if (!last?.provenAt) {
      const says = runs[0]?.problem
        ? `No backup could be read back: ${runs[0].problem}`
        : 'The first backup is being made.';
      return { state: runs[0]?.problem ? 'bad' : 'unknown', value: null, says, evidence };
    }
    const seconds = (Date.now() - last.provenAt.getTime()) / 1_000;
    const hours = seconds / 3_600;
    const state = stateOf(hours, limits);
    const failed = runs.findIndex(({ provenAt }) => provenAt !== null);
    const since = failed > 0 ? ` ${counted(failed, 'later try', 'later tries')} failed or is under way.` : '';
    return {
      state: state === 'ok' && runs[0]?.problem ? 'warn' : state,
      value: hours,
      says: `The last backup was made and read back ${spanInWords(seconds)} ago.${since}`,
      evidence,
    };
  },
});
