import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { statusOf } from '../../lib/api.ts';
import { formatCapped, plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Entries } from '../../ui/entries.tsx';
import { NothingFound } from '../../ui/illustrations.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { nearestPlacesQuery } from '../places/place-queries.ts';
import { UnknownPlace } from '../places/unknown-place.tsx';
import { DirectoryForm } from './directory-form.tsx';
import { directoryCountQuery, directoryQuery } from './directory-queries.ts';
import {
  type DirectoryChange,
  type DirectorySearch,
  directoryDefaults,
  downloadHref,
  filtersInUse,
  toAddress,
} from './directory-search.ts';
import { FirmRow } from './firm-row.tsx';
import { rememberDirectory } from './last-directory.ts';

/** The member firms, by the filters in the address. */
export function DirectoryPage({
  search,
  change,
}: {
  search: DirectorySearch;
  change: (search: DirectoryChange) => void;
}) {
  const me = useSignedIn();
  // The form begins anew when Back or a link brings another search, and stays, with its focus, when it sent the search itself.
  const now = JSON.stringify(search);
  const [form, setForm] = useState({ key: now, sent: now, seen: now });
  if (form.seen !== now) setForm({ ...form, seen: now, key: now === form.sent ? form.key : now, sent: now });
  const send = (next: DirectoryChange) => {
    setForm((before) => ({ ...before, sent: JSON.stringify(next) }));
    change(next);
  };
  useEffect(() => rememberDirectory(toAddress(search)), [search]);
  const list = useInfiniteQuery(directoryQuery(search));
  const counted = useQuery(directoryCountQuery(search));
  const announce = useAnnounce();
  const firms = list.data?.pages.flatMap(({ rows }) => rows) ?? [];
  // The place is the only part of a search that the portal may not know.
  const isUnknown = search.near !== '' && statusOf(list.error) === 400;
  const nearest = useQuery({ ...nearestPlacesQuery(search.near), enabled: isUnknown });
  const isStale = list.isPlaceholderData || counted.isPlaceholderData;
  const total =
    counted.data && !isStale
      ? `${formatCapped(counted.data.count, counted.data.capped)} ${plural(counted.data.count, 'firm')}`
      : null;
  useEffect(() => {
    if (total) announce(`${total} found`);
  }, [total, announce]);
  useEffect(() => {
    if (isUnknown) announce(`We couldn’t find “${search.near}.”`);
  }, [isUnknown, search.near, announce]);
  const isFiltered = filtersInUse(search).length > 0;
  const seesAll = me?.permissions.includes('members.read') && me.hasGivenSecondFactor;
  return (
    <div className="space-y-4">
      <header>
        <PageHeading title="Directory" />
        <p className="max-w-[70ch] text-text-2">
          Firms of NAMC NorCal members.
          {me?.status !== 'ACTIVE' && ' Active members see more of each firm.'}
        </p>
        {me?.status === 'ACTIVE' && (
          <p className="print:hidden">
            <Link
              to="/directory/team-up"
              className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
            >
              Find a team for a job
            </Link>
          </p>
        )}
      </header>
      <DirectoryForm
        key={form.key}
        search={search}
        change={send}
        problem={isUnknown ? 'place-problem' : undefined}
      />
      {isUnknown ? (
        <UnknownPlace
          id="place-problem"
          near={search.near}
          nearest={nearest.data ?? []}
          choose={(near) => change({ ...search, near })}
        />
      ) : (
        <section aria-label="Firms" aria-busy={isStale || list.isPending} className="max-w-5xl space-y-3">
          <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
            <h2 className="text-lead font-semibold tabular-nums">
              {total ?? <span className="sr-only">Firms</span>}
            </h2>
            {firms.length > 0 && (
              <div className="flex gap-2 print:hidden">
                {seesAll && (
                  <a href={downloadHref(search)} download className={buttonClass('secondary', 'max-sm:px-3')}>
                    <Download aria-hidden className="size-4" />
                    <span className="max-sm:sr-only">Download</span>
                    <span className="sr-only"> these firms as CSV</span>
                  </a>
                )}
                <PrintButton what="this list" isSmall />
              </div>
            )}
          </div>
          <Entries
            label="Member firms"
            what="Couldn’t load the directory"
            list={list}
            isEmpty={firms.length === 0}
            empty={
              <Empty
                drawing={<NothingFound />}
                title={isFiltered ? 'No firms match' : 'No firms are listed yet'}
              >
                {isFiltered && (
                  <>
                    <p>Try fewer filters or a longer distance.</p>
                    <Button className="mt-3" onClick={() => change(directoryDefaults)}>
                      Clear all filters
                    </Button>
                  </>
                )}
              </Empty>
            }
          >
            {firms.map((firm) => (
              <FirmRow key={firm.id} firm={firm} />
            ))}
          </Entries>
          <PrintedAt />
        </section>
      )}
      <p className="text-dense text-text-2 print:hidden">
        Looking for any licensed contractor in California?{' '}
        <Link to="/contractors" className="text-link underline underline-offset-4">
          Search all contractors
        </Link>
      </p>
    </div>
  );
}
