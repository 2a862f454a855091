import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { api, isMissing } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { projectQuery } from '../projects/project-queries.ts';
import { instantIn } from '../projects/project-words.ts';
import { OpenedLine } from './opened-line.tsx';
import { OpeningNotice } from './opening-notice.tsx';

// The comparison has forms, and comes after the page.
const Exceptions = lazy(patiently(() => import('./exceptions.tsx')));
const OpenedBids = lazy(patiently(() => import('./opened-bids.tsx')));

/** The opened bids of a project side by side, for its poster. */
export function ComparePage({ id }: { id: string }) {
  const project = useQuery(projectQuery(id));
  const compared = useQuery({
    ...api.bids.compare.queryOptions({ projectId: id }),
    // Until the worker has opened the bids, which takes seconds.
    refetchInterval: ({ state }) => (state.data?.isDue ? 3_000 : false),
  });
  const isUnknown = isMissing(compared.error);
  const zone = project.data?.deadlineTimeZone ?? 'America/Los_Angeles';
  // After the deadline, the bids stay sealed until the last exception ends.
  const sealedUntil = project.data?.stage === 'CLOSED' ? compared.data?.sealedUntil : null;
  return (
    <article className="space-y-6">
      <Link
        to="/projects/$id/edit"
        params={{ id }}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Manage the project
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3 wrap-anywhere">
        <PageHeading
          title={isUnknown ? 'Project not found' : project.data ? `Bids on “${project.data.title}”` : 'Bids'}
        />
        {compared.data?.areOpen && (
          <div className="flex flex-wrap gap-2 print:hidden">
            <a href={`/api/projects/${id}/bid-documents.zip`} download className={buttonClass()}>
              Download all documents
            </a>
            <PrintButton what="the comparison" />
          </div>
        )}
      </header>
      {isUnknown && <p>There is no such project of yours.</p>}
      {compared.isError && !isUnknown && (
        <ErrorPanel
          what="Couldn’t load the bids"
          error={compared.error}
          retry={() => void compared.refetch()}
        />
      )}
      {compared.isPending && <Loading />}
      {compared.data?.isDue && (
        <OpeningNotice projectId={id} count={compared.data.count} deadlineAt={compared.data.sealedUntil} />
      )}
      {compared.data && !compared.data.areOpen && !compared.data.isDue && (
        <Notice kind="info" title="The bids are sealed">
          <p>
            {formatCount(compared.data.count)} {plural(compared.data.count, 'bid')} so far. Nobody reads them
            before {sealedUntil ? instantIn(sealedUntil, zone) : 'the deadline'}, and those of a canceled
            project stay sealed.
          </p>
        </Notice>
      )}
      {compared.data?.areOpen && <OpenedLine comparison={compared.data} zone={zone} />}
      {compared.data && project.data && (
        <Suspense fallback={null}>
          <Exceptions
            projectId={id}
            zone={zone}
            deadlineAt={project.data.deadlineAt}
            isSealed={!compared.data.areOpen && project.data.status === 'BIDDING_OPEN'}
          />
        </Suspense>
      )}
      {compared.data?.areOpen && (
        <Suspense fallback={<Loading />}>
          <OpenedBids comparison={compared.data} zone={zone} />
        </Suspense>
      )}
      <PrintedAt />
    </article>
  );
}
