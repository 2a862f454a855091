import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { momentInList } from '../../../ui/short-times.ts';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toasts.ts';
import { type JobTab, jobTabs } from './filters.ts';
import { queueName } from './queue-words.ts';
import { Queues, queuesQuery } from './queues.tsx';

const statesOf = {
  failed: ['failed'],
  waiting: ['created', 'retry'],
  running: ['active'],
  done: ['completed'],
} as const satisfies Record<JobTab, string[]>;
const tabWords = {
  failed: 'Failed',
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
} as const satisfies Record<JobTab, string>;
const emptyWords = {
  failed: 'No failed jobs.',
  waiting: 'No jobs waiting.',
  running: 'No jobs running.',
  done: 'No finished jobs.',
} as const satisfies Record<JobTab, string>;
const stateWords = {
  failed: 'Failed',
  retry: 'Retrying soon',
  active: 'Running',
  created: 'Waiting',
  completed: 'Done',
  cancelled: 'Canceled',
} as const;
const most = 50;

export function JobsPage({ tab }: { tab: JobTab }) {
  const { data, error, isPending, refetch } = useQuery(
    api.jobs.list.queryOptions({ states: [...statesOf[tab]], limit: most }, { staleTime: 0 }),
  );
  const queues = useQuery(queuesQuery()).data;
  const retry = useSingleMutation(
    api.jobs.retry.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.jobs.pathFilter());
        toast('The job will be retried.');
      },
    }),
  );
  // The API does not count finished jobs.
  const countOf = (state: Exclude<JobTab, 'done'>) => queues?.reduce((sum, queue) => sum + queue[state], 0);
  return (
    <div className="space-y-8">
      <PageHeading title="Background jobs" />
      <div className="space-y-4">
        <Tabs label="State">
          {jobTabs.map((value) => (
            <Tab key={value} to="/admin/jobs" search={{ state: value }}>
              {tabWords[value]}
              {value !== 'done' && <span className="tabular-nums">{countOf(value)}</span>}
            </Tab>
          ))}
        </Tabs>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the background jobs" error={error} retry={refetch} />}
        {retry.error && <ErrorPanel what="Couldn’t retry the job" error={retry.error} />}
        {data?.length === 0 && <p>{emptyWords[tab]}</p>}
        {data && data.length > 0 && (
          <ul
            aria-label="Jobs"
            className="max-w-5xl divide-y divide-divider rounded-card border border-divider bg-surface"
          >
            {data.map((job) => (
              <li key={job.id} className="flex flex-wrap items-center justify-between gap-3 p-4">
                <div className="min-w-0">
                  <p className="font-semibold">
                    {queueName(job.queue)}{' '}
                    <span className={`font-normal ${job.state === 'failed' ? 'text-bad' : 'text-text-2'}`}>
                      {stateWords[job.state]}
                    </span>
                  </p>
                  {job.recipient && (
                    <p className="text-dense break-words">
                      “{job.subject}” to {job.recipient}
                    </p>
                  )}
                  {job.problem && <p className="text-dense break-words">{job.problem}</p>}
                  <p className="text-dense text-text-2">
                    <time {...momentInList(job.completedAt ?? job.createdAt)} />
                    {job.attempts > 0 && `, ${job.attempts} of ${job.mostAttempts} tries`}
                    {job.state === 'retry' && (
                      <>
                        , next try <time {...momentInList(job.startsAt)} />
                      </>
                    )}
                  </p>
                </div>
                {job.state === 'failed' && (
                  <Button aria-disabled={retry.isPending} onClick={() => retry.mutate({ id: job.id })}>
                    Retry
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {data?.length === most && <p className="text-dense text-text-2">Showing the latest {most}.</p>}
      </div>
      <Queues />
    </div>
  );
}
