import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { formatBytes } from '../../statements/staff/figures.ts';

const refreshMs = 60_000;

const words = {
  embedded: {
    title: 'Backups of the embedded database',
    about:
      'The portal makes one each night and keeps it for 30 days. One counts once it was opened in a database of its own.',
    none: 'None yet. The first one is made within an hour or two.',
  },
  server: {
    title: 'Backups and drills of the server',
    about:
      'The agent beside the server makes a backup in each repository each night, and keeps it for 30 days. Once a week it reads each repository, and restores the server from one of them in a drill.',
    none: 'None yet. They begin once somebody runs portal backup setup on the server’s machine.',
  },
};

/** The backups, newest first, and whether each was proven; of a server also the verifications and the drills. */
export function MadeBackups({ isEmbedded }: { isEmbedded: boolean }) {
  const { data, error, isPending, refetch } = useQuery(
    api.backups.list.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  const { title, about, none } = words[isEmbedded ? 'embedded' : 'server'];
  return (
    <section aria-labelledby="made" className="space-y-3">
      <h2 id="made" className="text-h3 font-semibold">
        {title}
      </h2>
      <p className="max-w-3xl text-dense text-text-2">{about}</p>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the backups" error={error} retry={refetch} />}
      {data?.length === 0 && <p className="text-dense">{none}</p>}
      {data && data.length > 0 && (
        <ul
          aria-label="Backups"
          className="divide-y divide-divider rounded-card border border-divider bg-surface text-dense"
        >
          {data.map((run) => (
            <li key={run.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
              <div className="min-w-0">
                <p className="font-semibold">{titleOf(run)}</p>
                <p className="break-words text-text-2">{aboutRun(run)}</p>
                {run.log && <Findings log={run.log} of={titleOf(run)} />}
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

function Findings({ log, of }: { log: string; of: string }) {
  return (
    <details className="mt-1">
      <summary className="w-fit py-1 text-link">
        What it found<span className="sr-only">: {of}</span>
      </summary>
      <ul className="max-w-[75ch] list-disc space-y-1 pl-5">
        {log.split('\n').map((finding) => (
          <li key={finding} className="break-words">
            {finding}
          </li>
        ))}
      </ul>
    </details>
  );
}

function titleOf({ act, type, repository, name, startedAt }: Run): string {
  if (repository === null) return name;
  const at = `repository ${repository}, ${formatInstant(startedAt)}`;
  if (act === 'VERIFY') return `Verification of ${at}`;
  if (act === 'DRILL') return `Drill from ${at}`;
  return `${type === 'FULL' ? 'Full' : 'Differential'} backup into ${at}`;
}

function aboutRun(run: Run): string {
  const { act, place, name, problem, bytes, databaseBytes, files, repository, endedAt } = run;
  if (problem) return problem;
  if (endedAt === null) return act === 'BACKUP' ? `On its way to ${place}` : place;
  if (repository === null)
    return `${formatBytes(bytes ?? 0)}, ${files} ${files === 1 ? 'file' : 'files'}, in ${place}`;
  const { recoveryPointSeconds, recoverySeconds } = run;
  if (recoveryPointSeconds !== null && recoverySeconds !== null) {
    return `${Math.round(recoveryPointSeconds)} s lost, open after ${Math.round(recoverySeconds)} s, from ${place}`;
  }
  if (bytes === null || databaseBytes === null) return place;
  return `${name}: ${formatBytes(databaseBytes)}, of which ${formatBytes(bytes)} were added, in ${place}`;
}

const proven = { BACKUP: 'Made', VERIFY: 'Whole', DRILL: 'Proven' };

function stateOf({ act, repository, provenAt, problem, removedAt }: Run): string {
  if (removedAt) return 'Removed after its time';
  if (provenAt) return repository === null ? 'Read back' : proven[act];
  if (problem) return 'Failed';
  return act === 'BACKUP' ? 'Being made' : 'Under way';
}
