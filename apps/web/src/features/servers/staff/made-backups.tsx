import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { formatBytes } from '../../statements/staff/figures.ts';

const refreshMs = 60_000;

/** The backups that the portal made, newest first, and whether each was read back. */
export function MadeBackups() {
  const { data, error, isPending, refetch } = useQuery(
    api.backups.list.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  return (
    <section aria-labelledby="made" className="space-y-3">
      <h2 id="made" className="text-h3 font-semibold">
        Backups of the embedded database
      </h2>
      <p className="max-w-3xl text-dense text-text-2">
        The portal makes one each night and keeps it for 30 days. One counts once it was opened in a database
        of its own.
      </p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the backups" error={error} retry={refetch} />}
      {data?.length === 0 && (
        <p className="text-dense">None yet. The first one is made within an hour or two.</p>
      )}
      {data && data.length > 0 && (
        <ul
          aria-label="Backups"
          className="divide-y divide-divider rounded-card border border-divider bg-surface text-dense"
        >
          {data.map((run) => (
            <li
              key={run.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3"
            >
              <div className="min-w-0">
                <p className="font-semibold">{run.name}</p>
                <p className="break-words text-text-2">{aboutRun(run)}</p>
              </div>
              <Pill tone={run.removedAt ? 'quiet' : run.provenAt ? 'ok' : run.problem ? 'bad' : 'info'}>
                {stateOf(run)}
              </Pill>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Run = inferOutput<typeof api.backups.list>[number];

function aboutRun({ place, problem, bytes, files }: Run): string {
  if (problem) return problem;
  if (bytes === null) return `On its way to ${place}`;
  return `${formatBytes(bytes)}, ${files} ${files === 1 ? 'file' : 'files'}, in ${place}`;
}

function stateOf({ provenAt, problem, removedAt }: Run): string {
  if (removedAt) return 'Removed after its time';
  if (provenAt) return 'Read back';
  return problem ? 'Failed' : 'Being made';
}
