import { randomInt } from 'node:crypto';
import type { FileStore } from '../../../../engine/file-store.ts';
import { alone, findRepository } from '../back-up-server.ts';
import type { ServerPlace } from '../backup-folder.ts';
import { copyPlaceOf } from '../file-copy-place.ts';
import { handOverLog } from '../hand-over-log.ts';
import { type ListedBackup, readRepository } from '../information.ts';
import { recordRun } from '../record-run.ts';
import { restoreFiles, startRestored } from '../restored-server.ts';
import { BackupFailed, type Watched } from '../run-pgbackrest.ts';
import type { DrillKeys, DrillScene } from './drill-check.ts';
import { checkPageChecksums, drillChecks } from './drill-checks.ts';

/** A drill that found something wrong, with all that it found. */
export class DrillFailed extends BackupFailed {
  readonly findings: string[];
  constructor(problems: string[], findings: string[], options?: ErrorOptions) {
    super(problems.join(' '), undefined, options);
    this.findings = findings;
  }
}

export interface DrillResult {
  moment: Date;
  findings: string[];
  recoveryPointSeconds: number;
  /** The time from the beginning until the restored server accepted writes. */
  recoverySeconds: number;
}

/**
 * Proves a repository: restores the server to a moment in a folder that nobody else enters, and looks whether everything is there. The run
 * is recorded with what it found.
 * @throws DrillFailed that names what is wrong.
 */
export async function runDrill(
  place: ServerPlace,
  {
    number,
    moment: wanted,
    keys,
    fileStore,
    signal,
    onProgress,
  }: Watched & {
    number: number;
    /** Default: a random second of those that the repository holds. */
    moment?: Date | undefined;
    keys: DrillKeys;
    fileStore: FileStore | undefined;
  },
): Promise<DrillResult> {
  const { folder, urls } = place;
  const repository = await findRepository(folder, number);
  const database = new URL(urls[0] ?? '').pathname.slice(1);
  return alone(place, (servers, directory) =>
    recordRun(servers, { act: 'DRILL', repository }, async () => {
      const now = new Date();
      const { backups, problem } = await readRepository(folder, { number, signal });
      if (problem) throw new BackupFailed(`Repository ${number}: ${problem}`);
      onProgress('Waiting for the log to reach its archive');
      await handOverLog(servers, signal);
      const moment = wanted ?? randomMoment(backups, now);
      const findings = [`Restored from repository ${number} to ${moment.toISOString()}.`];
      const began = performance.now();
      await restoreFiles(folder, { number, moment, directory, signal, onProgress });
      const server = await startRestored(directory, { signal, onProgress, isThrowaway: true });
      const recoverySeconds = (performance.now() - began) / 1_000;
      findings.push(`The server was open after ${recoverySeconds.toFixed(1)} s.`);
      const copies = await copyPlaceOf(folder, repository);
      const scene = { server, directory, database, moment, keys, copies, fileStore, signal };
      try {
        const { problems, recoveryPointSeconds } = await lookAtAll(scene, findings, onProgress);
        if (problems.length > 0) throw new DrillFailed(problems, findings);
        return { moment, findings, recoveryPointSeconds, recoverySeconds };
      } finally {
        await server.stop('immediate');
      }
    }),
  );
}

async function lookAtAll(scene: DrillScene, findings: string[], onProgress: (message: string) => void) {
  const problems: string[] = [];
  let point = 0;
  const note = async (name: string, look: () => Promise<{ says: string; recoveryPointSeconds?: number }>) => {
    scene.signal.throwIfAborted();
    onProgress(`Looking at ${name}`);
    try {
      const { says, recoveryPointSeconds } = await look();
      findings.push(says);
      point = recoveryPointSeconds ?? point;
    } catch (error) {
      scene.signal.throwIfAborted();
      const problem = error instanceof Error ? error.message : String(error);
      problems.push(problem);
      findings.push(`Wrong: ${problem}`);
    }
  };
  for (const { name, look, isOfWhole } of drillChecks) {
    if (isOfWhole && problems.length > 0) findings.push(`Not tried: ${name} (something is wrong already).`);
    else await note(name, () => look(scene));
  }
  await note('the checksums of all pages', async () => {
    await scene.server.stop('fast');
    return { says: await checkPageChecksums(scene) };
  });
  return { problems, recoveryPointSeconds: point };
}

/** A random second between the end of the oldest backup and now. @throws BackupFailed for an empty repository. */
export function randomMoment(backups: ListedBackup[], now: Date): Date {
  const [oldest] = backups;
  if (!oldest) throw new BackupFailed('There is no backup in the repository.');
  const from = Math.ceil(oldest.endedAt.getTime() / 1_000) + 1;
  const to = Math.floor(now.getTime() / 1_000);
  return new Date((to > from ? randomInt(from, to + 1) : to) * 1_000);
}
