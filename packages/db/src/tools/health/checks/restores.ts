import { type BackupState, listBackupStates } from '../../../backups/queries.ts';
import { definePortalCheck, spanInWords, stateOf } from '../check.ts';

/** A new server has its first drill in the night after its first backup. */
const firstDrillSeconds = 3 * 86_400;

export const restores = definePortalCheck<BackupState>({
  name: 'restores',
  area: 'safety',
  question: 'When was it last proven that the server can be restored?',
  unit: 'hours',
  place: 'portal',
  // A week and a day, and two weeks: one drill was missed, and two.
  limits: { warn: 192, bad: 360 },
  notEmbedded: 'Each backup of the embedded database is opened before it counts.',
  mayStayUnknown: true,
  explanation:
    'A backup is worth what a restore of it brings back. Once a week the agent restores the server from one repository, in turn, to a random second in a folder of its own, and looks whether everything is there: tables and indexes, the audit trail, encrypted values, files, and a sign-in. portal drill does it now and says what it found. A drill that failed says why; until the next one succeeds, nobody knows whether the backups are of use.',
  statement: (tx) => listBackupStates(tx),
  judge: ([answer], limits) => {
    const states = answer?.rows ?? [];
    const drills = states.filter(({ act }) => act === 'DRILL');
    const evidence = drills.map((drill) => ({
      repository: drill.repository,
      place: drill.place,
      proven: drill.provenAt?.toISOString() ?? null,
      tried: drill.triedAt.toISOString(),
      problem: drill.problem,
      lostSeconds: drill.recoveryPointSeconds,
      recoverySeconds: drill.recoverySeconds,
    }));
    if (states.length === 0) {
      const says = 'No backup of a server is configured, so nothing was restored.';
      return { state: 'unknown', value: null, says };
    }
    const failed = drills.find(({ problem }) => problem !== null);
    const last = drills
      .filter(({ provenAt }) => provenAt !== null)
      .toSorted((a, b) => Number(b.provenAt) - Number(a.provenAt))[0];
    const seconds = last?.provenAt ? (Date.now() - last.provenAt.getTime()) / 1_000 : null;
    const value = seconds === null ? null : seconds / 3_600;
    if (failed) {
      const says = `The last drill from repository ${failed.repository} failed: ${failed.problem}`;
      return { state: 'bad', value, says, evidence };
    }
    if (!last || seconds === null) {
      const first = Math.min(...states.map(({ firstAt }) => Number(firstAt)));
      const isLate = (Date.now() - first) / 1_000 > firstDrillSeconds;
      const says = 'No restore was proven yet. portal drill does it on the machine of the server.';
      return { state: isLate ? 'warn' : 'unknown', value: null, says, evidence };
    }
    const lost =
      last.recoveryPointSeconds === null ? '' : `, with ${spanInWords(last.recoveryPointSeconds)} lost`;
    const took = last.recoverySeconds === null ? '' : ` and open after ${spanInWords(last.recoverySeconds)}`;
    return {
      state: stateOf(seconds / 3_600, limits),
      value,
      says: `A restore from repository ${last.repository} was proven ${spanInWords(seconds)} ago${lost}${took}.`,
      evidence,
    };
  },
});
