import { Link } from '@tanstack/react-router';
import { parseSearchParams } from '../../lib/search-params.ts';
import { ageInList } from '../../ui/short-times.ts';
import { UnreadMark } from '../../ui/unread-mark.tsx';
import { useMarkRead } from './mark-read.ts';
import type { NotificationItem } from './notification-queries.ts';

/** A notification as a link to its subject. Following the link marks it as read. */
export function NotificationRow({ item }: { item: NotificationItem }) {
  const { mutate } = useMarkRead();
  const { pathname, search } = new URL(item.path, 'https://portal.invalid');
  const isUnread = item.readAt === null;
  return (
    <li
      className={`relative flex flex-col gap-x-4 p-4 first:rounded-t-card last:rounded-b-card sm:flex-row sm:items-baseline sm:justify-between ${
        isUnread ? 'bg-info-tint' : 'hover:bg-canvas'
      }`}
    >
      <div className="min-w-0">
        <Link
          to={pathname}
          search={parseSearchParams(search) as never}
          onClick={() => isUnread && mutate({ id: item.id })}
          // The whole row is the link.
          className={`text-link underline-offset-4 after:absolute after:inset-0 hover:underline ${
            isUnread ? 'font-semibold' : ''
          }`}
        >
          {isUnread && <UnreadMark />}
          {item.title}
        </Link>
        {item.note && <p className="text-dense text-text-2">{item.note}</p>}
      </div>
      <time {...ageInList(item.createdAt)} className="shrink-0 text-dense text-text-2" />
    </li>
  );
}
