import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';

interface Pages {
  error: unknown;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

/** A list that comes by pages, in each of its states: on its way, failed, empty, and with more to load. */
export function Entries({
  label,
  what,
  list,
  isEmpty,
  empty,
  children,
}: {
  label: string;
  /** What has failed, when it has. */
  what: string;
  list: Pages;
  isEmpty: boolean;
  empty: ReactNode;
  children: ReactNode;
}) {
  const hasFailed = list.error !== null;
  return (
    <>
      {hasFailed && <ErrorPanel what={what} error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {!list.isPending && !hasFailed && isEmpty && empty}
      {!isEmpty && (
        <ul
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
          aria-label={label}
        >
          {children}
        </ul>
      )}
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </>
  );
}
