import type { inferOutput } from '@trpc/tanstack-react-query';
import { useRef, useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ageInList } from '../../ui/short-times.ts';
import { toast } from '../../ui/toasts.ts';
import { UnreadMark } from '../../ui/unread-mark.tsx';

export type Announcement = inferOutput<typeof api.announcements.list>[number];

/** Longer announcements are cut, with a button for the rest. */
const shownAtFirst = 280;

/** The association's announcements. Unread ones have a button that marks them as read. */
export function AnnouncementList({ announcements }: { announcements: Announcement[] }) {
  return (
    <ul
      aria-label="Announcements"
      className="divide-y divide-divider rounded-card border border-divider bg-surface"
    >
      {announcements.map((announcement) => (
        <Entry key={announcement.id} announcement={announcement} />
      ))}
    </ul>
  );
}

function Entry({ announcement: { id, title, body, publishAt, isRead } }: { announcement: Announcement }) {
  const markRead = useMarkAnnouncementRead();
  const [isWhole, setWhole] = useState(body.length <= shownAtFirst);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <li className={`space-y-2 p-4 first:rounded-t-card last:rounded-b-card ${isRead ? '' : 'bg-info-tint'}`}>
      <h3 ref={heading} tabIndex={-1} className={isRead ? '' : 'font-semibold'}>
        {!isRead && <UnreadMark />}
        {title}
      </h3>
      <p className="text-dense text-text-2">
        <time {...ageInList(publishAt)} />
      </p>
      {body && (
        <p className="text-dense whitespace-pre-wrap">
          {isWhole ? body : `${body.slice(0, shownAtFirst).replace(/\s+\S*$/, '')} …`}
        </p>
      )}
      {(!isWhole || !isRead) && (
        <div className="flex flex-wrap gap-3">
          {!isWhole && (
            <Button
              aria-label={`Show all of ${title}`}
              onClick={() => {
                setWhole(true);
                heading.current?.focus();
              }}
            >
              Show all
            </Button>
          )}
          {!isRead && (
            <Button
              aria-label={`Mark as read: ${title}`}
              aria-disabled={markRead.isPending}
              onClick={() => {
                markRead.mutate({ announcementId: id });
                // The button disappears.
                heading.current?.focus();
              }}
            >
              Mark as read
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** Marks an announcement as read in the cache at once, and reverts that if the request fails. */
function useMarkAnnouncementRead() {
  const announce = useAnnounce();
  const lists = api.announcements.list.pathFilter();
  return useSingleMutation(
    api.announcements.markRead.mutationOptions({
      onMutate: async ({ announcementId }) => {
        await queryClient.cancelQueries(lists);
        const before = queryClient.getQueriesData<Announcement[]>(lists);
        queryClient.setQueriesData<Announcement[]>(lists, (list) =>
          list?.map((each) => (each.id === announcementId ? { ...each, isRead: true } : each)),
        );
        announce('Marked as read');
        return before;
      },
      onError: (_error, _input, before) => {
        for (const [key, list] of before ?? []) queryClient.setQueryData(key, list);
        toast('Couldn’t save that: the announcement is still unread.', { kind: 'failed' });
      },
      onSettled: () => queryClient.invalidateQueries(lists),
    }),
  );
}
