import type { BackupAct, BackupType } from '../../../backups/tables.ts';
import { errorCode } from '../../../engine/connection.ts';
import { Busy } from '../../../engine/errors.ts';
import type { AgentServers } from './agent-servers.ts';
import type { Repository } from './configuration.ts';

/** The outcome of a run that found everything in order. */
export interface RunOutcome {
  /** The name of a backup in its repository. */
  name?: string;
  bytes?: number;
  databaseBytes?: number;
  recoveryPointSeconds?: number;
  recoverySeconds?: number;
  findings?: string[];
}

/** A run that failed and has something to tell besides. */
export interface FailedRun {
  findings?: string[];
}

/**
 * Does the work of one run, which is a row of `backup_runs` from its beginning on, with its outcome or the reason why it failed.
 * @throws Busy while another run is under way; whatever the work throws.
 */
export async function recordRun<Outcome extends RunOutcome>(
  { name, primary }: AgentServers,
  { act, type, repository }: { act: BackupAct; type?: BackupType; repository: Repository },
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const { number, place } = repository;
  const [begun] = await primary<{ id: string }[]>`
    select begin_backup_run(${name}, ${act}, ${number}::int, ${type ?? null}, ${place}, ${new Date().toISOString()}) as id`.catch(
    (error: unknown) => {
      if (errorCode(error) === '23505') throw new Busy('Another backup is running.', { cause: error });
      throw error;
    },
  );
  const end = (problem: string | null, outcome: RunOutcome) => primary`
    select end_backup_run(${begun?.id ?? null}::text::uuid, ${outcome.name ?? null}, ${problem}, ${outcome.bytes ?? null}::bigint,
      ${outcome.databaseBytes ?? null}::bigint, ${outcome.recoveryPointSeconds ?? null}::float8,
      ${outcome.recoverySeconds ?? null}::float8, ${outcome.findings?.join('\n') ?? null})`;
  try {
    const outcome = await work();
    await end(null, outcome);
    return outcome;
  } catch (error) {
    const { message, findings } = error as Error & FailedRun;
    const problem = lineOf(String(message)) || 'It failed without a reason.';
    await end(problem, findings ? { findings } : {}).catch(() => undefined);
    throw error;
  }
}

/** The words of a program as one line that the database takes. */
const lineOf = (said: string): string =>
  said
    .normalize('NFC')
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 1_000);
