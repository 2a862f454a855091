import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { isMissing } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { FirmFacts } from './firm-facts.tsx';
import { firmQuery } from './firm-query.ts';
import { lastDirectory } from './last-directory.ts';

/** One member firm, as its reader may see it. */
export function FirmPage({ id }: { id: string }) {
  const me = useSignedIn();
  const firm = useQuery(firmQuery(id));
  const isUnknown = isMissing(firm.error);
  return (
    <article className="max-w-5xl space-y-6">
      <Link
        to="/directory"
        search={lastDirectory()}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Directory
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 wrap-anywhere">
          <PageHeading title={firm.data?.name ?? (isUnknown ? 'Firm not found' : 'Member firm')} />
          {firm.data && <p className="text-text-2">Member firm of NAMC NorCal</p>}
        </div>
        {firm.data && <PrintButton what="this firm" />}
      </header>
      {isUnknown && (
        <p className="max-w-[70ch]">
          The directory has no such firm, or the firm doesn’t show itself to you.
          {!me && ' Members see more firms after they sign in.'}
        </p>
      )}
      {firm.isError && !isUnknown && (
        <ErrorPanel what="Couldn’t load this firm" error={firm.error} retry={() => void firm.refetch()} />
      )}
      {firm.isPending && <Loading />}
      {firm.data && (
        <>
          <FirmFacts firm={firm.data} />
          {me?.status !== 'ACTIVE' && (
            <p className="text-dense text-text-2 print:hidden">Active members see more of this firm.</p>
          )}
          <PrintedAt />
        </>
      )}
    </article>
  );
}
