import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useMe } from '../accounts/me.ts';

export function TodayPage() {
  const me = useMe();
  const maySee = (permission: string) => me?.permissions.some((granted) => granted === permission) ?? false;
  const applications = useQuery(
    api.applications.count.queryOptions(undefined, { enabled: maySee('applications.read') }),
  );
  const jobs = useQuery(
    api.jobs.list.queryOptions({ states: ['failed'] }, { enabled: maySee('jobs.manage') }),
  );
  const waiting = applications.data?.SUBMITTED ?? 0;
  const asked = applications.data?.QUESTION ?? 0;
  return (
    <div className="space-y-6">
      <PageHeading title="Today" />
      {applications.error && (
        <ErrorPanel
          what="Couldn’t count the applications"
          error={applications.error}
          retry={applications.refetch}
        />
      )}
      {jobs.error && (
        <ErrorPanel what="Couldn’t load the background jobs" error={jobs.error} retry={jobs.refetch} />
      )}
      <ul className="grid max-w-3xl gap-4 sm:grid-cols-2">
        {applications.data && (
          <Card
            to="/admin/applications"
            search={{ status: 'SUBMITTED' }}
            count={waiting}
            words={`${plural(waiting, 'application', 'applications')} to review`}
          >
            {asked > 0 && `${asked} more ${plural(asked, 'is', 'are')} waiting for the applicant.`}
          </Card>
        )}
        {jobs.data && (
          <Card
            to="/admin/jobs"
            search={{}}
            count={jobs.data.length}
            words={`${plural(jobs.data.length, 'failed job', 'failed jobs')}`}
          />
        )}
      </ul>
    </div>
  );
}

function Card({
  to,
  search,
  count,
  words,
  children,
}: {
  to: '/admin/applications' | '/admin/jobs';
  search: object;
  count: number;
  words: string;
  children?: React.ReactNode;
}) {
  return (
    <li className="rounded-card border border-divider bg-surface p-4">
      <p className="text-h1 font-semibold tabular-nums">{count}</p>
      <Link to={to} search={search as never} className="text-link underline underline-offset-4">
        {words}
      </Link>
      {children && <p className="mt-1 text-dense text-text-2">{children}</p>}
    </li>
  );
}
