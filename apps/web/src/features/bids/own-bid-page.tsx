import { instantWords } from '@namc/inputs/instant-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { isMissing } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatSize } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { type OwnSubmission, ownBidQuery } from './bid-queries.ts';
import { bidStatusTones, bidStatusWords } from './bid-words.ts';
import { OfferFacts } from './offer-facts.tsx';

// The dialogs come after the page.
const QuestionsOfPoster = lazy(
  patiently(() =>
    import('./clarifications.tsx').then(({ QuestionsOfPoster }) => ({ default: QuestionsOfPoster })),
  ),
);
const MoreTime = lazy(patiently(() => import('./more-time.tsx')));
const BidActs = lazy(patiently(() => import('./bid-acts.tsx')));

/** The receipt of a submitted bid, for the firm at any time. */
export function OwnBidPage({ id }: { id: string }) {
  const bid = useQuery(ownBidQuery(id));
  const isUnknown = isMissing(bid.error);
  return (
    <article className="max-w-3xl space-y-6">
      <Link
        to="/bids"
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Your bids
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 space-y-1 wrap-anywhere">
          <PageHeading
            title={bid.data ? `Your bid on “${bid.data.title}”` : isUnknown ? 'Bid not found' : 'Your bid'}
          />
          {bid.data && (
            <Pill tone={bidStatusTones[bid.data.status]}>
              {bid.data.replacedBy ? 'Replaced by a revision' : bidStatusWords[bid.data.status]}
            </Pill>
          )}
        </div>
        {bid.data && <PrintButton what="this receipt" />}
      </header>
      {isUnknown && <p>There is no such bid of your firm.</p>}
      {bid.isError && !isUnknown && (
        <ErrorPanel what="Couldn’t load the bid" error={bid.error} retry={() => void bid.refetch()} />
      )}
      {bid.isPending && <Loading />}
      {bid.data && <Receipt bid={bid.data} />}
    </article>
  );
}

function Receipt({ bid }: { bid: OwnSubmission }) {
  const { id, projectId, zone, company, submitter, submittedAt, files, replacedBy, stage, status } = bid;
  return (
    <>
      {replacedBy && (
        <Notice kind="info" title="A revision took its place">
          <Link
            to="/bids/$id"
            params={{ id: replacedBy }}
            className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
          >
            See the revision
          </Link>
        </Notice>
      )}
      <section aria-labelledby="receipt" className="space-y-3">
        <h2 id="receipt" className="text-h3 font-semibold">
          Receipt
        </h2>
        <Facts
          facts={[
            ['Received', instantWords(submittedAt, zone)],
            ['From', [submitter, company].filter(Boolean).join(', ')],
            ['Number', id],
            ['Fingerprint of the offer', bid.commitment],
            ['Withdrawn because', bid.withdrawReason],
          ]}
        />
        <h3 className="font-semibold">Files</h3>
        {files.length === 0 ? (
          <p className="text-text-2">No files.</p>
        ) : (
          <ul aria-label="Files" className="space-y-2">
            {files.map((file) => (
              <li key={file.id} className="wrap-anywhere">
                <a href={`/api/files/${file.id}`} download className="text-link underline underline-offset-4">
                  {file.fileName}
                </a>{' '}
                <span className="text-dense text-text-2">{formatSize(file.bytes)}</span>
                <p className="font-mono text-meta text-text-2 wrap-anywhere">SHA-256 {file.sha256}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="offer" className="space-y-3">
        <h2 id="offer" className="text-h3 font-semibold">
          Your offer
        </h2>
        <OfferFacts {...bid} />
      </section>
      <Suspense fallback={null}>
        <MoreTime projectId={projectId} zone={zone} />
      </Suspense>
      {stage !== 'BIDDING_OPEN' && (
        <Suspense fallback={null}>
          <QuestionsOfPoster bidId={id} zone={zone} />
        </Suspense>
      )}
      {(status === 'SUBMITTED' || status === 'SHORTLISTED') && (
        <div className="flex flex-wrap gap-3 print:hidden">
          {stage === 'BIDDING_OPEN' && (
            <Link to="/projects/$id/bid" params={{ id: projectId }} className={buttonClass()}>
              Revise
            </Link>
          )}
          <Suspense fallback={null}>
            <BidActs bid={bid} />
          </Suspense>
        </div>
      )}
      <PrintedAt />
    </>
  );
}
