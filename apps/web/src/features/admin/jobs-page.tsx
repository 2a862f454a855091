import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

const stateWords = {
  failed: 'Failed for good',
  retry: 'Tried again soon',
  active: 'Runs now',
  created: 'Waits',
  completed: 'Done',
  cancelled: 'Called off',
} as const;
const refreshMs = 5_000;

export function JobsPage() {
  const announce = useAnnounce();
  const { data, error, isPending, refetch } = useQuery(
    api.jobs.list.queryOptions(
      { states: ['failed', 'retry', 'active', 'created', 'completed'] },
      { staleTime: 0, refetchInterval: refreshMs },
    ),
  );
  const retry = useMutation(
    api.jobs.retry.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.jobs.pathFilter());
        announce('It runs again.');
      },
    }),
  );
  return (
    <div className="space-y-5">
      <PageHeading title="Background work" />
      {isPending && <Loading />}
      {error && <ErrorPanel what="The background work could not be loaded" error={error} retry={refetch} />}
      {retry.error && <ErrorPanel what="It does not run again" error={retry.error} />}
      {data?.length === 0 && <p>There is none.</p>}
      <ul className="max-w-4xl divide-y divide-divider rounded-card border border-divider bg-surface">
        {data?.map((job) => (
          <li key={job.id} className="flex flex-wrap items-center justify-between gap-3 p-4">
            <div className="min-w-0">
              <p className="font-semibold">
                {job.queue}{' '}
                <span className={`font-normal ${job.state === 'failed' ? 'text-bad' : 'text-text-2'}`}>
                  {stateWords[job.state]}
                </span>
              </p>
              {job.problem && <p className="break-words text-dense">{job.problem}</p>}
              <p className="text-dense text-text-2">
                {formatInstant(job.completedAt ?? job.createdAt)}, {job.attempts} of {job.mostAttempts} tries
              </p>
            </div>
            {job.state === 'failed' && (
              <Button onClick={() => retry.mutate({ id: job.id })}>Run again</Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
