import { maintenanceEveryDays } from '@namc/inputs/maintenance';
import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMe } from '../../accounts/me.ts';
import { jobWords, type MaintenanceRun, type MaintenanceState } from './maintenance-words.ts';

const dayMs = 86_400_000;
/** A night may begin a few hours late. */
const patienceHours = 3;

/** Each job with its last run and the next one, and the buttons to start one and to stop the one that runs. */
export function JobCards({ running }: { running: MaintenanceRun | undefined }) {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(
    api.maintenance.listStates.queryOptions(undefined, {
      staleTime: 0,
      refetchInterval: running ? 2_000 : 30_000,
    }),
  );
  const again = () => queryClient.invalidateQueries(api.maintenance.pathFilter());
  const start = useSingleMutation(
    api.maintenance.start.mutationOptions({
      onSuccess: async () => {
        toast('The worker starts it within seconds.', { about: 'maintenance' });
        await again();
      },
    }),
  );
  const stop = useSingleMutation(
    api.maintenance.stop.mutationOptions({
      onSuccess: async () => {
        toast('It stops within seconds. What is done stays.', { about: 'maintenance' });
        await again();
      },
    }),
  );
  const mayAct = me?.permissions.includes('health.manage');
  return (
    <section aria-labelledby="jobs" className="space-y-3">
      <h2 id="jobs" className="text-h3 font-semibold">
        Jobs
      </h2>
      {running && (
        <div
          role="status"
          className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-info bg-info-tint p-4"
        >
          <p className="min-w-0 break-words">
            <strong className="font-semibold">{jobWords[running.job][0]}</strong> has been running since{' '}
            {formatInstant(running.startedAt)}
            {running.progress && `: ${running.progress}`}.{running.stopRequestedAt && ' It is stopping.'}
          </p>
          {mayAct && !running.stopRequestedAt && (
            <Button aria-disabled={stop.isPending} onClick={() => stop.mutate({ id: running.id })}>
              Stop
            </Button>
          )}
        </div>
      )}
      {start.error && <ErrorPanel what="Couldn’t start the job" error={start.error} />}
      {stop.error && <ErrorPanel what="Couldn’t stop the run" error={stop.error} />}
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the jobs" error={error} retry={refetch} />}
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {data?.map((state) => (
          <li
            key={state.job}
            className="flex flex-col gap-2 rounded-card border border-divider bg-surface p-4"
          >
            <div className="flex flex-wrap items-start justify-between gap-2">
              <h3 className="font-semibold">{jobWords[state.job][0]}</h3>
              <StatePill state={state} />
            </div>
            <p className="text-dense">{jobWords[state.job][1]}</p>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 text-dense">
              <dt className="text-text-2">Last done</dt>
              <dd>{state.doneAt ? formatInstant(state.doneAt) : 'Not yet'}</dd>
              <dt className="text-text-2">Expected by</dt>
              <dd>{formatInstant(expectedBy(state))}</dd>
            </dl>
            {mayAct && (
              <div className="mt-auto pt-2">
                <Button
                  aria-label={`Run now: ${jobWords[state.job][0]}`}
                  aria-disabled={start.isPending || running !== undefined}
                  onClick={() => running === undefined && start.mutate({ job: state.job })}
                >
                  Run now
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const expectedBy = ({ expectedSince, job }: MaintenanceState): Date =>
  new Date(new Date(expectedSince).getTime() + maintenanceEveryDays[job] * dayMs);

function StatePill({ state: { isRunning, failed, hoursLate, doneAt } }: { state: MaintenanceState }) {
  if (isRunning) return <Pill tone="info">Running</Pill>;
  if (failed) return <Pill tone="bad">Failed</Pill>;
  if (hoursLate > patienceHours) return <Pill tone="warn">Late</Pill>;
  return doneAt ? <Pill tone="ok">In time</Pill> : <Pill tone="quiet">Not due yet</Pill>;
}
