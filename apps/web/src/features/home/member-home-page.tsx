import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { Block } from '../../ui/block.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { SkeletonCard } from '../../ui/skeleton.tsx';
import type { Me } from '../accounts/me.ts';
import { AnnouncementList } from '../announcements/announcement-list.tsx';
import { applicationWords } from '../applications/application-words.ts';
import { ownMembershipQuery } from '../memberships/membership-queries.ts';
import { endingOf } from '../memberships/standing-words.ts';
import { type NotificationItem, newNotificationsQuery } from '../notifications/notification-queries.ts';
import { NotificationRow } from '../notifications/notification-row.tsx';
import { MembershipSummary } from './membership-summary.tsx';
import { Suggestions } from './suggestions.tsx';
import { ToDo, useToDo } from './to-do.tsx';

const ProjectMatches = lazy(patiently(() => import('./project-matches.tsx')));

type OwnApplication = inferOutput<typeof api.applications.findOwn>;
const link = 'inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-6';

/** The member's home page, most urgent part first. */
export function MemberHomePage({ me }: { me: Me }) {
  const isMember = me.status === 'ACTIVE' || me.status === 'LAPSED';
  const application = useQuery(
    api.applications.findOwn.queryOptions(undefined, { enabled: !isMember, staleTime: 0 }),
  );
  const membership = useQuery({ ...ownMembershipQuery(), enabled: isMember });
  const matches = useQuery(api.projects.listMatches.queryOptions({}, { enabled: isMember, staleTime: 0 }));
  const notifications = useQuery(newNotificationsQuery());
  const announcements = useQuery(api.announcements.list.queryOptions({ limit: 3 }, { staleTime: 0 }));
  const toDo = useToDo(isMember);
  const isFirstKnown = !(isMember ? membership : application).isPending && !toDo.isPending;
  const nothingIsDue =
    membership.data !== undefined &&
    toDo.isEmpty &&
    !(membership.data && endingOf(membership.data)) &&
    notifications.data?.rows.length === 0 &&
    announcements.data?.every(({ isRead }) => isRead);
  return (
    <div className="max-w-3xl space-y-8">
      <PageHeading title="Home">Hello, {me.firstName}</PageHeading>
      {isMember ? (
        <Block title="Membership" what="Couldn’t load your membership" asked={membership}>
          {(found) => <MembershipSummary membership={found} />}
        </Block>
      ) : (
        <Block title="Your application" what="Couldn’t load your application" asked={application}>
          {(application) => <Application application={application} />}
        </Block>
      )}
      {isMember && <ToDo toDo={toDo} />}
      {/* Each part waits for those above it, so that none pushes another down. */}
      {isFirstKnown && (
        <Block title="New notifications" what="Couldn’t load your notifications" asked={notifications}>
          {({ rows }) => <NewNotifications rows={rows} />}
        </Block>
      )}
      {isFirstKnown && !notifications.isPending && (
        <Block title="Announcements" what="Couldn’t load the announcements" asked={announcements}>
          {(list) =>
            list.length === 0 ? (
              <p className="text-text-2">No announcements right now.</p>
            ) : (
              <AnnouncementList announcements={list} />
            )
          }
        </Block>
      )}
      {isMember && isFirstKnown && !notifications.isPending && !announcements.isPending && (
        <Block title="Projects for your firm" what="Couldn’t load projects for your firm" asked={matches}>
          {(found) => (
            <Suspense fallback={<SkeletonCard />}>
              <ProjectMatches matches={found} />
            </Suspense>
          )}
        </Block>
      )}
      {nothingIsDue && <Suggestions me={me} />}
    </div>
  );
}

function NewNotifications({ rows }: { rows: NotificationItem[] }) {
  return (
    <>
      {rows.length === 0 ? (
        <p className="text-text-2">You’re all caught up.</p>
      ) : (
        <ul
          aria-label="New notifications"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {rows.map((item) => (
            <NotificationRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      <Link to="/notifications" className={link}>
        All notifications
      </Link>
    </>
  );
}

function Application({ application }: { application: OwnApplication }) {
  if (!application) return <p className="text-text-2">You don’t have an application.</p>;
  const [kind, title, next] = applicationWords[application.status];
  return (
    <Notice kind={kind} title={title}>
      {application.reason && <p>Reason: {application.reason}</p>}
      <p>{next}</p>
      <Link to="/application" className={link}>
        {application.status === 'DECLINED' ? 'See your application or apply again' : 'See your application'}
      </Link>
    </Notice>
  );
}
