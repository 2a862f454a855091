import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formatCount } from '../lib/formats.ts';
import { useAnnounce } from './announcer.tsx';
import { Button } from './button.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { Loading } from './loading.tsx';
import { type KeptPages, useKeptPages } from './use-kept-pages.ts';

interface Pages extends KeptPages {
  error: unknown;
  isFetching: boolean;
  isPending: boolean;
  fetchNextPage: () => Promise<Pick<KeptPages, 'data' | 'hasNextPage' | 'isFetchNextPageError'>>;
  refetch: (how?: { cancelRefetch: boolean }) => Promise<unknown>;
}

/**
 * A list that loads page by page, in each of its states: loading, failed, empty, and with more to load. After “Load
 * more” the first new row takes the focus, and the number of rows is announced.
 */
export function Entries({
  label,
  what,
  list,
  isEmpty,
  empty,
  head,
  children,
}: {
  label: string;
  /** The title of the error panel. */
  what: string;
  list: Pages;
  isEmpty: boolean;
  empty: ReactNode;
  /** The row of headings, for rows of a table. Without it the rows are items of a list. */
  head?: ReactNode;
  children: ReactNode;
}) {
  const entry = useKeptPages(label, list);
  const announce = useAnnounce();
  const rows = useRef<HTMLUListElement & HTMLTableSectionElement>(null);
  /** The number of rows at the moment of “Load more”, until the next ones are here. */
  const asked = useRef<number | null>(null);
  const isAsking = useRef(false);
  const [isLoading, setLoading] = useState(false);
  const here = useRef(entry);
  useLayoutEffect(() => {
    here.current = entry;
    asked.current = null;
  }, [entry]);
  useEffect(() => {
    const shown = rows.current?.children ?? [];
    const firstNew = asked.current === null ? undefined : shown[asked.current];
    if (!firstNew) return;
    asked.current = null;
    focusRow(firstNew as HTMLElement);
    announce(`Showing ${formatCount(shown.length)}`);
  });
  const loadMore = async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    setLoading(true);
    asked.current = rows.current?.children.length ?? 0;
    const pages = list.data?.pages.length ?? 0;
    // The rows on the screen are loaded to their end first, because they may hold news.
    if (list.isFetching) await list.refetch({ cancelRefetch: false });
    let next = await list.fetchNextPage();
    // News loads the rows on the screen again, and that ends a request for more of them.
    while (
      here.current === entry &&
      next.hasNextPage &&
      !next.isFetchNextPageError &&
      (next.data?.pages.length ?? 0) <= pages
    )
      next = await list.fetchNextPage();
    if (next.isFetchNextPageError) asked.current = null;
    isAsking.current = false;
    setLoading(false);
  };
  const hasFailed = list.error !== null && !list.isFetchNextPageError;
  return (
    <>
      {hasFailed && <ErrorPanel what={what} error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {!list.isPending && !hasFailed && isEmpty && empty}
      {!isEmpty && head && (
        <div className="rounded-card border border-divider bg-surface">
          <table className="w-full text-dense max-md:block" aria-label={label}>
            <thead className="max-md:sr-only">{head}</thead>
            <tbody ref={rows} data-rows className="divide-y divide-divider max-md:block">
              {children}
            </tbody>
          </table>
        </div>
      )}
      {!isEmpty && !head && (
        <ul
          ref={rows}
          data-rows
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
          aria-label={label}
        >
          {children}
        </ul>
      )}
      {list.isFetchNextPageError ? (
        <ErrorPanel what="Couldn’t load more" error={list.error} retry={() => void loadMore()} />
      ) : (
        list.hasNextPage && (
          <Button aria-disabled={isLoading} onClick={() => void loadMore()}>
            {isLoading ? 'Loading…' : 'Load more'}
          </Button>
        )
      )}
    </>
  );
}

/** Focuses the row's first control, or the row itself if it has none. */
function focusRow(row: HTMLElement): void {
  const control = row.querySelector<HTMLElement>('a[href], button, input');
  if (!control) row.tabIndex = -1;
  (control ?? row).focus();
}
