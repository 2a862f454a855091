import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { ageInList, momentInList } from '../../../ui/short-times.ts';
import { queueName, queuePurpose, scheduleInWords } from './queue-words.ts';

export const queuesQuery = () => api.jobs.listQueues.queryOptions(undefined, { staleTime: 0 });

/** The queues: purpose, schedule and load. */
export function Queues() {
  const { data, error, isPending, refetch } = useQuery(queuesQuery());
  return (
    <section aria-labelledby="queues" className="space-y-3">
      <h2 id="queues" className="text-h3 font-semibold">
        Queues
      </h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the queues" error={error} retry={refetch} />}
      <ul className="grid max-w-5xl gap-4 md:grid-cols-2 xl:grid-cols-3">
        {data?.map(({ name, cron, nextRunAt, lastRunAt, hasFailedLast }) => (
          <li key={name} className="rounded-card border border-divider bg-surface p-4">
            <h3 className="font-semibold">{queueName(name)}</h3>
            <p className="text-dense">{queuePurpose(name)}</p>
            <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 text-dense">
              <dt className="text-text-2">Runs</dt>
              <dd>{cron ? scheduleInWords(cron) : 'When there is work to do'}</dd>
              {nextRunAt && (
                <>
                  <dt className="text-text-2">Next</dt>
                  <dd>
                    <time {...momentInList(nextRunAt)} />
                  </dd>
                </>
              )}
              <dt className="text-text-2">Last</dt>
              <dd>
                {lastRunAt ? <time {...ageInList(lastRunAt)} /> : 'Not yet'}
                {hasFailedLast && <span className="text-bad"> (failed)</span>}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
