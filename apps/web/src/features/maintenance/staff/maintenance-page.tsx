import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { HealthTabs } from '../../health/staff/health-tabs.tsx';
import { JobCards } from './job-cards.tsx';
import { RunList } from './run-list.tsx';

/** While something runs, and otherwise. */
const pace = { running: 2_000, idle: 30_000 };

/** The maintenance of the database: each job against its schedule, and what the last runs did. */
export function MaintenancePage() {
  const { data, error, isPending, refetch } = useQuery(
    api.maintenance.listRuns.queryOptions(undefined, {
      staleTime: 0,
      refetchInterval: ({ state }) =>
        state.data?.some(({ endedAt }) => endedAt === null) ? pace.running : pace.idle,
    }),
  );
  const running = data?.find(({ endedAt, partOf }) => endedAt === null && partOf === null);
  return (
    <div className="max-w-5xl space-y-8">
      <div className="space-y-4">
        <PageHeading title="Maintenance" />
        <HealthTabs />
        <p className="max-w-prose">
          The worker keeps tables and indexes in order at night, one job at a time, and reads and writes go on
          meanwhile. Other background work, such as email, is at{' '}
          <Link to="/admin/jobs" className="text-link underline underline-offset-4">
            Background jobs
          </Link>
          .
        </p>
      </div>
      <JobCards running={running} />
      <section aria-labelledby="runs" className="space-y-3">
        <h2 id="runs" className="text-h3 font-semibold">
          Last runs
        </h2>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the runs" error={error} retry={refetch} />}
        {data && <RunList runs={data} />}
      </section>
    </div>
  );
}
