import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { instantIn } from '../projects/project-words.ts';
import { type OwnBid, ownBidsQuery } from './bid-queries.ts';
import { bidStatusTones, bidStatusWords } from './bid-words.ts';

// The dialogs come after the page.
const BidNotes = lazy(patiently(() => import('./bid-notes.tsx')));

/** The drafts and bids of the reader's firms. */
export function OwnBidsPage() {
  const own = useQuery(ownBidsQuery());
  return (
    <div className="max-w-3xl space-y-6">
      <header>
        <PageHeading title="Your bids" />
      </header>
      {own.isPending && <Loading />}
      {own.isError && (
        <ErrorPanel what="Couldn’t load your bids" error={own.error} retry={() => void own.refetch()} />
      )}
      {own.data?.length === 0 && (
        <p className="text-text-2">
          No bids yet.{' '}
          <Link to="/projects" className="text-link underline underline-offset-4">
            Find a project
          </Link>
        </p>
      )}
      {own.data && own.data.length > 0 && (
        <ul
          aria-label="Your bids"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {own.data.map((bid) => (
            <Row key={`${bid.projectId} ${bid.draftId ?? bid.bidId}`} bid={bid} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ bid }: { bid: OwnBid }) {
  const {
    projectId,
    title,
    company,
    bidId,
    status,
    submittedAt,
    exceptionUntil,
    zone,
    isChanged,
    stage,
    draftId,
    notes,
  } = bid;
  const deadlineAt = exceptionUntil ?? bid.deadlineAt;
  const isOpen = stage === 'BIDDING_OPEN' || stage === 'PUBLISHED';
  const link = 'text-link underline underline-offset-4 inline-flex min-h-11 items-center lg:min-h-8';
  return (
    <li className="space-y-1 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <Link
          to="/projects/$id"
          params={{ id: projectId }}
          className="min-w-0 font-semibold text-link underline-offset-4 wrap-anywhere hover:underline"
        >
          {title}
        </Link>
        <Pill tone={status ? bidStatusTones[status] : stage === 'CANCELLED' ? 'bad' : 'quiet'}>
          {stage === 'CANCELLED' ? 'Project canceled' : status ? bidStatusWords[status] : 'Draft'}
        </Pill>
      </div>
      <p className="flex flex-wrap gap-x-3 text-dense text-text-2">
        {company && <span>{company}</span>}
        {submittedAt && <span>Submitted {instantIn(submittedAt, zone)}</span>}
        {isOpen && deadlineAt && <span>Due {instantIn(deadlineAt, zone)}</span>}
      </p>
      <p className="flex flex-wrap gap-x-4 text-dense">
        {bidId && (
          <Link to="/bids/$id" params={{ id: bidId }} className={link}>
            Receipt<span className="sr-only"> for {title}</span>
          </Link>
        )}
        {isOpen && draftId && (
          <Link to="/projects/$id/bid" params={{ id: projectId }} className={link}>
            {status === 'SUBMITTED'
              ? isChanged
                ? 'Go on with the revision'
                : 'Revise'
              : 'Go on with the draft'}
            <span className="sr-only"> for {title}</span>
          </Link>
        )}
      </p>
      {notes && <p className="text-dense whitespace-pre-wrap wrap-anywhere">{notes}</p>}
      {draftId && (
        <Suspense fallback={null}>
          <BidNotes draftId={draftId} title={title} notes={notes} />
        </Suspense>
      )}
    </li>
  );
}
