import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { CheckEntry } from '../../health/staff/check-entry.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { archivingInWords } from './archiving.ts';
import { MadeBackups } from './made-backups.tsx';
import { ServersPanel } from './servers-panel.tsx';

/** The checks that say whether the data could be brought back. */
const checkNames = ['backups', 'restores', 'file-copies', 'archiving', 'checksums'];
const refreshMs = 60_000;

/** The state of backups: the checks about them, and the archive of each server's log. */
export function BackupsPage() {
  const { data, error, isPending, refetch } = useQuery(
    api.health.list.queryOptions({ area: 'safety' }, { staleTime: 0, refetchInterval: refreshMs }),
  );
  const servers = useQuery(
    api.servers.listReplication.queryOptions(undefined, { staleTime: 0, refetchInterval: refreshMs }),
  );
  // The embedded database has no archive of its log.
  const isEmbedded = data?.some(({ name, state }) => name === 'archiving' && state === 'not applicable');
  return (
    <div className="max-w-5xl space-y-8">
      <div className="space-y-4">
        <PageHeading title="Backups" />
        <HealthTabs />
      </div>
      <section aria-labelledby="known" className="space-y-3">
        <h2 id="known" className="text-h3 font-semibold">
          Could the data be brought back?
        </h2>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load these checks" error={error} retry={refetch} />}
        {!error && data && (
          <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
            {data
              .filter(({ name }) => checkNames.includes(name))
              .map((check) => (
                <li key={check.name} className="px-4 py-3">
                  <CheckEntry check={check} isOpen={check.name === 'backups' || check.name === 'restores'} />
                </li>
              ))}
          </ul>
        )}
      </section>
      {data && <MadeBackups isEmbedded={isEmbedded === true} />}
      <ServersPanel id="archive" title="Archive of the log" what="Couldn’t load the archive" asked={servers}>
        {({ rows: [row] }) => row && <p className="text-dense">{archivingInWords(row.archiving)}</p>}
      </ServersPanel>
    </div>
  );
}
