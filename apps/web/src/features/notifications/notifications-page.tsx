import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Entries } from '../../ui/entries.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { NothingYet } from '../../ui/illustrations.tsx';
import { focusPageHeading, PageHeading } from '../../ui/page-heading.tsx';
import { useMarkAllRead } from './mark-read.ts';
import { notificationsQuery } from './notification-queries.ts';
import { NotificationRow } from './notification-row.tsx';
import { useUnreadCount } from './unread.tsx';

export function NotificationsPage() {
  const list = useInfiniteQuery(notificationsQuery());
  const unread = useUnreadCount() ?? 0;
  const markAll = useMarkAllRead();
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const [newest] = rows;
  return (
    <div className="max-w-3xl space-y-5">
      <div className="flex min-h-11 flex-wrap items-start justify-between gap-3">
        <PageHeading title="Notifications" />
        <Button
          aria-disabled={markAll.isPending}
          // It keeps its place, so that nothing jumps when it comes or goes.
          className={newest && unread > 0 ? '' : 'invisible'}
          onClick={() => {
            if (newest) markAll.mutate({ until: newest.id });
            // The button disappears.
            focusPageHeading();
          }}
        >
          Mark all as read
        </Button>
      </div>
      {markAll.error && <ErrorPanel what="Couldn’t mark them as read" error={markAll.error} />}
      <Entries
        label="Notifications"
        what="Couldn’t load your notifications"
        list={list}
        isEmpty={rows.length === 0}
        empty={
          <Empty drawing={<NothingYet />} title="No notifications yet.">
            When something concerns you, such as a decision about your membership, we’ll tell you here and by
            email.
          </Empty>
        }
      >
        {rows.map((item) => (
          <NotificationRow key={item.id} item={item} />
        ))}
      </Entries>
    </div>
  );
}
