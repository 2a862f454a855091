import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { formatCapped, formatCount, plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonLine } from '../../ui/skeleton.tsx';
import type { Contractor, ContractorCount } from './contractor.ts';
import { ContractorRow } from './contractor-row.tsx';

/** Long enough for the list and its map to be there. */
const beforeLicensesMs = 1_500;

/** Gray bars need no other identity than this. */
const waitingRows = [...'abcdefgh'];

/** The rows so far, and the way to more of them. */
export function ContractorList({
  contractors,
  count,
  more,
  loadMore,
}: {
  contractors: Contractor[];
  count: ContractorCount | undefined;
  more: { has: boolean; loading: boolean; error: unknown };
  loadMore: () => Promise<unknown>;
}) {
  const announce = useAnnounce();
  const firstNew = useRef<HTMLAnchorElement>(null);
  /** The number of rows at the moment of “Load more”. */
  const asked = useRef<number | null>(null);
  const total = contractors.length;
  const shown = count
    ? `Showing ${formatCount(total)} of ${count.capped || more.has ? formatCapped(Math.max(count.count, total), count.capped) : formatCount(total)}`
    : `Showing ${formatCount(total)}`;

  // A row leads to a license. A tap that has to begin with the code of its page is slow on a phone.
  const router = useRouter();
  useEffect(() => {
    const page = router.routesById['/_public/contractors/$license'];
    const timer = setTimeout(() => void router.loadRouteChunk(page), beforeLicensesMs);
    return () => clearTimeout(timer);
  }, [router]);
  useEffect(() => {
    if (asked.current === null || total <= asked.current) return;
    asked.current = null;
    firstNew.current?.focus();
    announce(shown);
  }, [total, shown, announce]);

  return (
    <>
      <ul
        data-rows
        aria-label="Contractors"
        className="overflow-hidden rounded-card border border-divider bg-surface"
      >
        {contractors.map((contractor, position) => (
          <ContractorRow
            key={contractor.licenseNumber}
            contractor={contractor}
            linkRef={position === asked.current ? firstNew : undefined}
          />
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-dense text-text-2 tabular-nums">
          {shown} {plural(count?.count ?? total, 'contractor')}
        </p>
        {more.has && (
          <Button
            className="print:hidden"
            aria-disabled={more.loading}
            onClick={() => {
              if (more.loading) return;
              asked.current = total;
              void loadMore();
            }}
          >
            {more.loading ? 'Loading…' : 'Load 50 more'}
          </Button>
        )}
      </div>
      {more.error !== null && (
        <div className="mt-3">
          <ErrorPanel
            what="Couldn’t load more contractors"
            error={more.error}
            retry={() => void loadMore()}
          />
        </div>
      )}
    </>
  );
}

export function ContractorListSkeleton() {
  return (
    <div aria-hidden className="rounded-card border border-divider bg-surface">
      {waitingRows.map((row) => (
        <div key={row} className="space-y-2 border-b border-divider px-4 py-3 last:border-b-0">
          <SkeletonLine className="w-2/5" />
          <SkeletonLine className="w-3/5" />
          <SkeletonLine className="w-1/2" />
        </div>
      ))}
    </div>
  );
}
