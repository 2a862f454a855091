import { type MaintenanceJob, maintenanceJobs } from '@namc/inputs/maintenance';
import { Argument, Command } from 'commander';
import { systemActor } from '../../engine/actors.ts';
import {
  listMaintenanceRuns,
  listMaintenanceStates,
  type MaintenanceState,
} from '../../maintenance/queries.ts';
import { maintenancePlaceOf } from '../maintenance/maintenance-place.ts';
import { type JobResult, runMaintenance } from '../maintenance/run-maintenance.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

/** For a program that runs the command. */
const exitCodes = { failed: 1, notDone: 2, busy: 3 } as const;

/** `portal maintenance`: the jobs that keep the database's tables and indexes in order. */
export function maintenanceCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('maintenance').description('keeps tables, indexes and partitions in order');

  command
    .command('run')
    .description(
      'runs every job of maintenance now, or one; exits 1 when one failed, 2 when one was skipped or stopped, 3 while another maintenance runs',
    )
    .addArgument(new Argument('[job]', 'one job alone').choices([...maintenanceJobs]))
    .action((job: MaintenanceJob | undefined) =>
      withDatabase(context, async (db, { url, ownerUrl, embedded }) => {
        const place = maintenancePlaceOf(context.settings, url, embedded ? undefined : ownerUrl);
        const { signal } = context;
        const results = await runMaintenance(db, place, {
          jobs: job ? [job] : maintenanceJobs,
          signal,
          onProgress: say,
        });
        if (!results) {
          say('Another maintenance is running. portal maintenance status shows it.');
          process.exitCode = exitCodes.busy;
          return;
        }
        for (const { job: name, outcome, message } of results) {
          if (outcome === 'not applicable') say(`${name}  not applicable: ${message}`);
        }
        // The work of the jobs stays, and each line above says how far its job came.
        signal.throwIfAborted();
        process.exitCode = codeOf(results);
      }),
    );

  command
    .command('status')
    .description('shows when each job was last done and what it did; exits 1 when one is late or failed')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) =>
      withDatabase(context, async (db, { embedded }) => {
        const { states, runs } = await db.read(
          systemActor('portal maintenance'),
          async (tx) => ({ states: await listMaintenanceStates(tx), runs: await listMaintenanceRuns(tx) }),
          { name: 'portal maintenance' },
        );
        if (json) say(JSON.stringify({ jobs: states, runs }, null, 2));
        else for (const state of states) say(inWords(state));
        // Nothing but partitions is due there.
        const expected = states.filter((state) => !embedded || state.job === 'partitions');
        if (expected.some(isNotWell)) process.exitCode = 1;
      }),
    );
  return command;
}

/** A night may begin a few hours late. */
const patienceHours = 3;
const isNotWell = ({ hoursLate, failed }: MaintenanceState) => failed || hoursLate > patienceHours;

function codeOf(results: JobResult[]): number {
  const has = (...outcomes: JobResult['outcome'][]) =>
    results.some(({ outcome }) => outcomes.includes(outcome));
  if (has('failed')) return exitCodes.failed;
  return has('skipped', 'stopped') ? exitCodes.notDone : 0;
}

function inWords({ job, doneAt, hoursLate, isRunning, failed, message }: MaintenanceState): string {
  const done = doneAt ? `last done ${doneAt.toISOString()}` : 'never done';
  const late = hoursLate > patienceHours ? `, ${Math.round(hoursLate)} h late` : '';
  const now = isRunning ? ', running now' : failed ? ', failed since' : '';
  return `${job}  ${done}${late}${now}${message ? `: ${message}` : ''}`;
}
