import { type FileCopyState, listFileCopies } from '../../../backups/queries.ts';
import { counted, definePortalCheck, spanInWords, stateOf } from '../check.ts';

export const fileCopies = definePortalCheck<FileCopyState>({
  name: 'file-copies',
  area: 'safety',
  question: 'Do the repositories hold a copy of every stored file?',
  unit: 'minutes',
  place: 'portal',
  // The agent copies each minute. A large file takes some, and an object store may rest for a while.
  limits: { warn: 30, bad: 360 },
  notEmbedded: 'Each backup of the embedded database has the files with it.',
  mayStayUnknown: true,
  explanation:
    'A restored database refers to files. The agent beside the server copies each new file into every repository, encrypted with the repository’s key, as soon as FILE_STORE names the store of files on its machine. The number is the time since the last moment at which every file had its copy. A file that cannot be copied is damaged or missing in the store: portal backup files brings one back that has a copy. portal backup verify reads the copies.',
  statement: (tx) => listFileCopies(tx),
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    if (rows.length === 0) {
      const says = 'No agent copies the files: FILE_STORE is not set for it, or no backup is configured.';
      return { state: 'unknown', value: null, says };
    }
    const minutesOf = ({ completeAt }: FileCopyState) =>
      completeAt ? (Date.now() - completeAt.getTime()) / 60_000 : Number.POSITIVE_INFINITY;
    const evidence = rows.map(({ repository, place, files, completeAt, triedAt, problem }) => ({
      repository,
      place,
      files,
      complete: completeAt?.toISOString() ?? null,
      tried: triedAt.toISOString(),
      problem,
    }));
    const [oldest] = rows.toSorted((a, b) => minutesOf(b) - minutesOf(a));
    if (!oldest?.completeAt) {
      const says = oldest?.problem
        ? `Repository ${oldest.repository} never had a copy of every file: ${oldest.problem}`
        : 'The first copies are being made.';
      return { state: oldest?.problem ? 'bad' : 'unknown', value: null, says, evidence };
    }
    const minutes = minutesOf(oldest);
    const failed = rows.find(({ problem }) => problem !== null);
    const state = stateOf(minutes, limits);
    return {
      state: state === 'ok' && failed ? 'warn' : state,
      value: minutes,
      says: `Repository ${oldest.repository} had a copy of every file ${spanInWords(minutes * 60)} ago (${counted(oldest.files, 'copy', 'copies')}).${failed ? ` The last pass over repository ${failed.repository} failed: ${failed.problem}` : ''}`,
      evidence,
    };
  },
});
