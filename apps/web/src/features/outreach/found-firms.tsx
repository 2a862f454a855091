import type { OutreachCriteria } from '@namc/inputs/outreach';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { formatCapped, formatCount, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { NothingFound } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { toast } from '../../ui/toasts.ts';
import type { Contractor, ContractorCount, ContractorPage } from '../contractors/contractor.ts';
import { ContractorFacts } from '../contractors/contractor-row.tsx';
import { outreachLicensesQuery, refreshOutreach, useOutreach } from './outreach-queries.ts';

interface Found {
  data: { pages: ContractorPage[] } | undefined;
  error: unknown;
  isError: boolean;
  isPlaceholderData: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  refetch: () => unknown;
}

/** The firms that a search found, some or all of which go to the outreach list. */
export function FoundFirms({
  projectId,
  criteria,
  room,
  isAsked,
  found,
  count,
  loadMore,
}: {
  projectId: string;
  criteria: OutreachCriteria;
  /** The number of firms that the list can still take. */
  room: number;
  isAsked: boolean;
  found: Found;
  count: ContractorCount | undefined;
  loadMore: () => void;
}) {
  const procedures = useOutreach();
  const listed = useQuery(outreachLicensesQuery(procedures, projectId));
  const onList = useMemo(() => new Set(listed.data), [listed.data]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { mutate, isPending, error } = useSingleMutation(
    procedures.add.mutationOptions({
      onSuccess: async (added) => {
        await refreshOutreach();
        setChosen(new Set());
        toast(
          added === 0
            ? 'They were on the list already.'
            : `Added ${formatCount(added)} ${plural(added, 'firm')} to the list.`,
        );
      },
    }),
  );
  if (!isAsked) return <p>Choose a trade, a distance or a standing to search.</p>;
  if (found.isError && !found.data)
    return (
      <ErrorPanel
        what="Couldn’t search the contractors"
        error={found.error}
        retry={() => void found.refetch()}
      />
    );
  if (listed.isError)
    return (
      <ErrorPanel what="Couldn’t load the list" error={listed.error} retry={() => void listed.refetch()} />
    );
  if (!found.data || found.isPlaceholderData || listed.isPending) return <Loading />;
  const firms = found.data.pages.flatMap((page) => page.contractors);
  if (firms.length === 0)
    return (
      <Empty drawing={<NothingFound />} title="No firms match">
        <p>Choose more trades, a longer distance, or another standing.</p>
      </Empty>
    );
  const free = firms.map(({ licenseNumber }) => licenseNumber).filter((number) => !onList.has(number));
  const fitting = free.slice(0, room);
  const picked = free.filter((number) => chosen.has(number));
  const choose = (number: string) =>
    setChosen((before) =>
      before.has(number)
        ? new Set([...before].filter((one) => one !== number))
        : new Set([...before, number]),
    );
  const add = (licenseNumbers: string[]) => mutate({ projectId, licenseNumbers, criteria });
  return (
    <section aria-label="Results" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite" className="font-semibold tabular-nums">
          {count
            ? `${formatCapped(count.count, count.capped)} ${plural(count.count, 'firm')} found, ${formatCount(firms.length)} shown`
            : `${formatCount(firms.length)} ${plural(firms.length, 'firm')} shown`}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            look="primary"
            aria-disabled={isPending || picked.length === 0}
            onClick={() => picked.length > 0 && add(picked)}
          >
            {isPending ? 'Adding…' : `Add the ${formatCount(picked.length)} chosen`}
          </Button>
          {fitting.length > 0 && (
            <Button aria-disabled={isPending} onClick={() => add(fitting)}>
              Add {fitting.length < free.length ? 'the first' : 'all'} {formatCount(fitting.length)} shown
            </Button>
          )}
        </div>
      </div>
      {free.length > room && (
        <p className="text-dense text-text-2">
          The list has room for {formatCount(room)} more. Choose up to that many, or narrow the search.
        </p>
      )}
      {error && <ErrorPanel what="Couldn’t add the firms" error={error} />}
      <ul
        aria-label="Firms found"
        className="divide-y divide-divider rounded-card border border-divider bg-surface"
      >
        {firms.map((firm) => (
          <FoundFirm
            key={firm.licenseNumber}
            firm={firm}
            isOnList={onList.has(firm.licenseNumber)}
            isChosen={chosen.has(firm.licenseNumber)}
            choose={choose}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          aria-disabled={found.isFetchingNextPage}
          onClick={() => !found.isFetchingNextPage && loadMore()}
        >
          {found.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </section>
  );
}

function FoundFirm({
  firm,
  isOnList,
  isChosen,
  choose,
}: {
  firm: Contractor;
  isOnList: boolean;
  isChosen: boolean;
  choose: (licenseNumber: string) => void;
}) {
  return (
    <li className="flex gap-2 py-2 pr-4 pl-1">
      <div className="flex w-11 shrink-0 justify-center">
        {isOnList ? null : (
          <label className="flex size-11 items-center justify-center">
            <span className="sr-only">Choose {firm.name}</span>
            <input
              type="checkbox"
              className="size-5 accent-brand"
              checked={isChosen}
              onChange={() => choose(firm.licenseNumber)}
            />
          </label>
        )}
      </div>
      <div className="min-w-0 flex-1 space-y-1 py-1">
        {isOnList && <Pill tone="ok">On the list</Pill>}
        <div className="relative">
          <ContractorFacts contractor={firm} />
        </div>
      </div>
    </li>
  );
}
