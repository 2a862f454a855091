import { mostCompared, readCompared } from '@namc/inputs/comparison';
import { dayWords } from '@namc/inputs/day-words';
import { useQueries } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { plural } from '../../../lib/formats.ts';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { focusPageHeading, PageHeading } from '../../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../../ui/print.tsx';
import { SkeletonCard } from '../../../ui/skeleton.tsx';
import { licenseQuery } from '../contractor-queries.ts';
import { lastSearch, rememberCompared } from '../last-search.ts';
import { ShareButton } from '../license/share-button.tsx';
import { ComparisonTable } from './comparison-table.tsx';

// The table shows before the form can be used.
const AddContractor = lazy(patiently(() => import('./add-contractor.tsx')));

/** Up to four licenses side by side. The address carries them: `licenses` is `1001,1002`. */
export function ComparePage({ licenses }: { licenses: string }) {
  const { licenses: given, unread } = readCompared(licenses);
  const compared = given.slice(0, mostCompared);
  const answers = useQueries({ queries: compared.map((licenseNumber) => licenseQuery(licenseNumber)) });
  const columns = compared.flatMap((licenseNumber, at) => {
    const asked = answers[at];
    return asked ? [{ licenseNumber, asked }] : [];
  });
  const known = answers.flatMap(({ data }) => data ?? []);
  const navigate = useNavigate();
  const announce = useAnnounce();
  useEffect(() => rememberCompared(licenses), [licenses]);
  /** Changes the licenses that the address holds when its turn comes, because another change may be on its way. */
  const compare = (change: (given: string[]) => string[]) =>
    void navigate({
      to: '/contractors/compare',
      search: (now) => {
        const next = change(readCompared(now.licenses ?? '').licenses);
        return next.length > 0 ? { licenses: next.join(',') } : {};
      },
      resetScroll: false,
    });
  const add = (licenseNumber: string) => {
    if (given.includes(licenseNumber)) {
      announce(`License ${licenseNumber} is in the comparison already.`);
      return;
    }
    announce(`License ${licenseNumber} is in the comparison.`);
    compare((others) => [...others, licenseNumber]);
    // The form goes with the last place.
    if (compared.length + 1 === mostCompared) focusPageHeading();
  };
  return (
    <article className="max-w-6xl space-y-6">
      <Link
        to="/contractors"
        search={lastSearch()?.search ?? {}}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Search contractors
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 space-y-1">
          <PageHeading title="Compare contractors" />
          <p className="max-w-[70ch] text-text-2">
            Up to four contractors side by side, as the license board’s file has them.
          </p>
        </div>
        {compared.length > 0 && (
          <div className="flex flex-wrap gap-2 print:hidden">
            <ShareButton
              title={`Compare ${known.map(({ name }) => name).join(', ') || 'contractors'}`}
              what="this comparison"
            />
            <PrintButton what="this comparison" />
          </div>
        )}
      </header>
      {unread.length > 0 && (
        <Notice kind="warn" title="The address holds more than license numbers">
          <p>
            Left out: {unread.map((part) => `“${part}”`).join(', ')}. A license number has up to 8 digits.
          </p>
        </Notice>
      )}
      {given.length > mostCompared && <Refused count={given.length - mostCompared} />}
      {columns.length > 0 && (
        <ComparisonTable
          columns={columns}
          remove={(licenseNumber) => {
            announce(`License ${licenseNumber} was removed.`);
            compare((others) => others.filter((other) => other !== licenseNumber));
            // The button disappears.
            focusPageHeading();
          }}
        />
      )}
      {compared.length === mostCompared ? (
        <p className="text-dense text-text-2 print:hidden">
          Four is the most that fits. Remove a contractor to add another.
        </p>
      ) : (
        <section
          aria-labelledby="add-contractor"
          className="space-y-4 rounded-card border border-divider bg-surface p-4 print:hidden"
        >
          <h2 id="add-contractor" className="text-h3 font-semibold">
            {compared.length === 0 ? 'Choose the first contractor' : 'Add a contractor'}
          </h2>
          {compared.length === 0 && (
            <p className="max-w-[70ch]">
              Give a license number, or look for the company by name. On the page of a license,{' '}
              <strong>Compare</strong> leads here too. The address of this page keeps your choice, so you can
              send the link to others.
            </p>
          )}
          <Suspense fallback={<SkeletonCard className="h-44" />}>
            <AddContractor compared={given} add={add} />
          </Suspense>
        </section>
      )}
      {known.length > 0 && <Source asOf={known[0]?.asOf ?? null} />}
    </article>
  );
}

function Refused({ count }: { count: number }) {
  return (
    <Notice kind="warn" title="A comparison holds four contractors">
      <p>
        {count === 1 ? 'The fifth contractor isn’t' : `The other ${count} contractors aren’t`} shown. Remove
        one to make room for {plural(count, 'it', 'the next')}.
      </p>
    </Notice>
  );
}

function Source({ asOf }: { asOf: string | null }) {
  return (
    <div className="space-y-1 text-dense text-text-2">
      <p>
        {asOf ? `From the license board’s file of ${dayWords(asOf)}. ` : 'From the license board’s file. '}
        Before you sign a contract, check each license with the board itself: its page has the link.
      </p>
      <PrintedAt />
    </div>
  );
}
