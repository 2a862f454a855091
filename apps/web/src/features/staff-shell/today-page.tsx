import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { AllDone } from '../../ui/illustrations.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { formatAge } from '../../ui/short-times.ts';
import { SkeletonCard } from '../../ui/skeleton.tsx';
import { useMe } from '../accounts/me.ts';
import { MembersByMonth } from './members-by-month.tsx';
import { Figure, WaitingCard } from './today-cards.tsx';

// The words of changes come after the page.
const LicenseNews = lazy(
  patiently(() => import('./license-news.tsx').then((file) => ({ default: file.LicenseNews }))),
);

/** The work that waits for staff, and the figures of the association. */
export function TodayPage() {
  const me = useMe();
  const maySee = (permission: string) => me?.permissions.some((granted) => granted === permission) ?? false;
  const queue = useQuery(
    api.applications.getQueue.queryOptions(undefined, {
      enabled: maySee('applications.read'),
      staleTime: 0,
    }),
  );
  const memberships = useQuery(
    api.memberships.getFigures.queryOptions(undefined, { enabled: maySee('memberships.read'), staleTime: 0 }),
  );
  const jobs = useQuery(
    api.jobs.list.queryOptions({ states: ['failed'] }, { enabled: maySee('jobs.manage'), staleTime: 0 }),
  );
  const asked = [queue, memberships, jobs];
  const isLoading = asked.some(({ isLoading }) => isLoading);
  const cards = waiting({ queue: queue.data, ending: memberships.data?.ending, jobs: jobs.data?.length });
  const failures = [
    [queue, 'Couldn’t count the applications'],
    [memberships, 'Couldn’t count the memberships'],
    [jobs, 'Couldn’t load the background jobs'],
  ] as const;
  return (
    <div className="max-w-6xl space-y-8">
      <PageHeading title="Today" />
      {failures.map(
        ([{ error, refetch }, what]) =>
          error && <ErrorPanel key={what} what={what} error={error} retry={() => void refetch()} />,
      )}
      <section aria-label="Waiting for you" className="space-y-3">
        <h2 className="text-h3 font-semibold">Waiting for you</h2>
        {isLoading && <SkeletonCard className="h-28" />}
        {!isLoading && cards.length > 0 && (
          <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">{cards}</ul>
        )}
        {!isLoading && cards.length === 0 && !failures.some(([{ error }]) => error) && (
          <Empty drawing={<AllDone />} title="Nothing needs your attention.">
            {maySee('home_sections.manage') && (
              <Link to="/admin/home-sections" className="text-link underline underline-offset-4">
                Edit the home page
              </Link>
            )}
          </Empty>
        )}
      </section>
      {(queue.data || memberships.data) && (
        <section aria-label="Figures" className="space-y-3">
          <h2 className="text-h3 font-semibold">Compared with last month</h2>
          <ul className="grid gap-4 sm:grid-cols-3">
            {memberships.data && <MemberFigures months={memberships.data.months} />}
            {queue.data && (
              <Figure
                words="Applications this month"
                now={queue.data.thisMonth}
                before={queue.data.lastMonth}
              />
            )}
          </ul>
        </section>
      )}
      {maySee('members.read') && (
        <Suspense fallback={<SkeletonCard className="h-20" />}>
          <LicenseNews />
        </Suspense>
      )}
      {memberships.data && <MembersByMonth months={memberships.data.months} />}
    </div>
  );
}

function MemberFigures({ months }: { months: { members: number; joined: number }[] }) {
  const [before, now] = months.slice(-2);
  if (!before || !now) return null;
  return (
    <>
      <Figure words="Members" now={now.members} before={before.members} />
      <Figure words="New members this month" now={now.joined} before={before.joined} />
    </>
  );
}

interface Waiting {
  queue: { toReview: number; oldestAt: string | null; asked: number } | undefined;
  ending: number | undefined;
  jobs: number | undefined;
}

/** One card for each thing that waits. What does not wait has none. */
function waiting({ queue, ending, jobs }: Waiting): ReactNode[] {
  const cards: ReactNode[] = [];
  if (queue?.toReview) {
    cards.push(
      <WaitingCard
        key="review"
        to="/admin/applications"
        search={{ status: 'SUBMITTED' }}
        count={queue.toReview}
        words={`${plural(queue.toReview, 'application')} to review`}
      >
        {queue.oldestAt && `The oldest arrived ${formatAge(queue.oldestAt)}.`}
      </WaitingCard>,
    );
  }
  if (queue?.asked) {
    cards.push(
      <WaitingCard
        key="asked"
        to="/admin/applications"
        search={{ status: 'QUESTION' }}
        count={queue.asked}
        words={`${plural(queue.asked, 'application')} waiting for the applicant`}
      />,
    );
  }
  if (ending) {
    cards.push(
      <WaitingCard
        key="ending"
        to="/admin/members"
        search={{ order: 'ends', status: 'ACTIVE' }}
        count={ending}
        words={plural(ending, 'membership ends', 'memberships end')}
      >
        Within 30 days.
      </WaitingCard>,
    );
  }
  if (jobs) {
    cards.push(
      <WaitingCard key="jobs" to="/admin/jobs" search={{}} count={jobs} words={plural(jobs, 'failed job')}>
        {`${formatCount(jobs)} ${plural(jobs, 'job')} will not run again by ${plural(jobs, 'itself', 'themselves')}.`}
      </WaitingCard>,
    );
  }
  return cards;
}
