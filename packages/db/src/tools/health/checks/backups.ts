import {
  type BackupRun,
  type BackupState,
  listBackupRuns,
  listBackupStates,
} from '../../../backups/queries.ts';
import { counted, definePortalCheck, type Finding, type Limits, spanInWords, stateOf } from '../check.ts';

/** So many runs are evidence. */
const shownRuns = 5;
/** Everything in a repository is read once a week. A second week without it is too long. */
const longestUnverifiedSeconds = 9 * 86_400;

interface Row {
  runs: BackupRun[];
  states: BackupState[];
}

const secondsSince = (at: Date) => (Date.now() - at.getTime()) / 1_000;

export const backups = definePortalCheck<Row>({
  name: 'backups',
  area: 'safety',
  question: 'When was the last backup, and is it whole?',
  unit: 'hours',
  place: 'portal',
  // A night, with some hours for a machine that was off, and two nights.
  limits: { warn: 30, bad: 54 },
  mayStayUnknown: true,
  explanation:
    'The portal backs up its embedded database and its files each night, and opens each backup in a database of its own. The agent beside a PostgreSQL server backs it up into each repository each night, once portal backup setup ran there, and reads everything in it once a week. portal backup run makes a backup now, and portal backup verify reads a repository.',
  statement: async (tx) => [{ runs: await listBackupRuns(tx), states: await listBackupStates(tx) }],
  judge: ([answer], limits) => {
    const [row] = answer?.rows ?? [];
    const { runs = [], states = [] } = row ?? {};
    if (states.length > 0) return judgeServer(states, limits);
    if (runs.length > 0) return judgeEmbedded(runs, limits);
    const says = 'No backup is configured, or none has been made yet.';
    return { state: 'unknown', value: null, says, evidence: [] };
  },
});

/** The repository whose last backup is the oldest decides, and so does damage that a verification found. */
function judgeServer(states: BackupState[], limits: Limits): Finding {
  const evidence = states
    .filter(({ act }) => act !== 'DRILL')
    .map(({ act, repository, place, triedAt, provenAt, problem }) => ({
      repository,
      place,
      what: act === 'BACKUP' ? 'backup' : 'verification',
      last: provenAt?.toISOString() ?? null,
      tried: triedAt.toISOString(),
      problem,
    }));
  const of = (wanted: BackupState['act']) => states.filter(({ act }) => act === wanted);
  const ages = of('BACKUP').map((one) => ({
    ...one,
    seconds: one.provenAt ? secondsSince(one.provenAt) : Number.POSITIVE_INFINITY,
  }));
  const oldest = ages.toSorted((a, b) => b.seconds - a.seconds)[0];
  const damaged = of('VERIFY').find(({ problem }) => problem !== null);
  if (damaged) {
    const value = oldest && Number.isFinite(oldest.seconds) ? oldest.seconds / 3_600 : null;
    return { state: 'bad', value, says: `A verification failed: ${damaged.problem}`, evidence };
  }
  if (!oldest) return { state: 'unknown', value: null, says: 'The first backup is to be made.', evidence };
  const where = `repository ${oldest.repository}`;
  if (!oldest.provenAt) {
    const says = oldest.problem
      ? `No backup is in ${where}: ${oldest.problem}`
      : `The first backup into ${where} is being made.`;
    return { state: oldest.problem ? 'bad' : 'unknown', value: null, says, evidence };
  }
  const hours = oldest.seconds / 3_600;
  const failed = of('BACKUP').find(({ problem }) => problem !== null);
  const unverified = of('BACKUP').find(({ repository, firstAt }) => {
    const last = of('VERIFY').find((one) => one.repository === repository)?.provenAt;
    return secondsSince(last ?? firstAt) > longestUnverifiedSeconds;
  });
  const state = stateOf(hours, limits);
  const more = [
    failed && ` The last try in repository ${failed.repository} failed: ${failed.problem}`,
    unverified && ` Repository ${unverified.repository} was not verified for more than a week.`,
  ].filter((one) => one !== undefined);
  return {
    state: state === 'ok' && more.length > 0 ? 'warn' : state,
    value: hours,
    says: `The last backup into ${where} was made ${spanInWords(oldest.seconds)} ago.${more.join('')}`,
    evidence,
  };
}

function judgeEmbedded(runs: BackupRun[], limits: Limits): Finding {
  const evidence = runs.slice(0, shownRuns).map((run) => ({
    name: run.name,
    place: run.place,
    readBack: run.provenAt?.toISOString() ?? null,
    problem: run.problem,
    bytes: run.bytes,
    files: run.files,
  }));
  const last = runs.find(({ provenAt }) => provenAt !== null);
  if (!last?.provenAt) {
    const says = runs[0]?.problem
      ? `No backup could be read back: ${runs[0].problem}`
      : 'The first backup is being made.';
    return { state: runs[0]?.problem ? 'bad' : 'unknown', value: null, says, evidence };
  }
  const seconds = secondsSince(last.provenAt);
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
}
