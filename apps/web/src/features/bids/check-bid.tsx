import { Link, useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant, formatSize } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';
import { type Project, projectQuery } from '../projects/project-queries.ts';
import { type BidDraft, bidDraftQuery, refreshBids } from './bid-queries.ts';
import { DraftAddenda } from './draft-addenda.tsx';
import { OfferFacts } from './offer-facts.tsx';

const inCents = (dollars: string | undefined) =>
  dollars === undefined ? null : Math.round(Number(dollars) * 100);

/** Shows all answers of a draft before it is submitted, and what they lack. The portal decides that again as it is submitted. */
export function CheckBid({ draft, project }: { draft: BidDraft; project: Project }) {
  const { id: draftId, revision, isChanged, companyId, company } = draft;
  const navigate = useNavigate();
  const submit = useSingleMutation(
    api.bids.submit.mutationOptions({
      onSuccess: async (answer) => {
        if (answer.outcome === 'STALE') return;
        await navigate({ to: '/bids/$id', params: { id: answer.bidId } });
        await refreshBids();
        toast(
          answer.outcome === 'SUBMITTED'
            ? 'Your bid is in.'
            : `This bid is in already${answer.by ? `: ${answer.by} sent it on ${formatInstant(answer.at)}` : ''}.`,
        );
      },
      // An addendum may have come since the page was loaded, or the end of the bidding.
      onError: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: bidDraftQuery(draftId).queryKey }),
          queryClient.invalidateQueries({ queryKey: projectQuery(project.id).queryKey }),
        ]),
    }),
  );
  const isStale = submit.data?.outcome === 'STALE';
  const isIn = draft.status === 'SUBMITTED' && !isChanged;
  return (
    <section aria-label="Check your answers" className="max-w-2xl space-y-6">
      <h2 className="text-h3 font-semibold">Check your answers</h2>
      <p>For {company}.</p>
      {draft.gaps.length > 0 && (
        <Notice kind="warn" title="The bid can’t be submitted like this">
          <ul className="list-disc pl-5">
            {draft.gaps.map((gap) => (
              <li key={gap}>{gap}</li>
            ))}
          </ul>
        </Notice>
      )}
      <DraftAnswers draft={draft} />
      {draft.addenda.length > 0 && <DraftAddenda draft={draft} />}
      {isStale && (
        <Notice kind="warn" title="Somebody of your firm changed the bid">
          <p>Nothing was submitted. Look at what it says now, and submit it then.</p>
          <Button
            onClick={() => {
              submit.reset();
              void queryClient.invalidateQueries({ queryKey: bidDraftQuery(draftId).queryKey });
            }}
          >
            Show the newest version
          </Button>
        </Notice>
      )}
      {submit.error && (
        <ErrorPanel what="The bid is not in" error={submit.error} because={submit.error.message} />
      )}
      {isIn && (
        <Notice kind="ok" title="This is what you submitted">
          <p>Change something to submit a revision.</p>
        </Notice>
      )}
      {project.stage === 'PUBLISHED' && <p>The bidding isn’t open yet. Your draft waits here.</p>}
      <div className="flex flex-wrap gap-3">
        {project.stage === 'BIDDING_OPEN' && !isIn && !isStale && (
          <Button
            look="primary"
            aria-disabled={submit.isPending}
            onClick={() => submit.mutate({ draftId, revision })}
          >
            {submit.isPending
              ? 'Submitting…'
              : draft.status === 'SUBMITTED'
                ? 'Submit the revision'
                : 'Submit the bid'}
          </Button>
        )}
        <Link
          to="/projects/$id/bid"
          params={{ id: project.id }}
          search={{ firm: companyId }}
          className={buttonClass()}
        >
          Change something
        </Link>
      </div>
      <p className="text-dense text-text-2">
        The bid is sealed: nobody but your firm reads it before the opening. Until the deadline you can revise
        or withdraw it.
      </p>
    </section>
  );
}

/** All that a draft says, with its files. */
export function DraftAnswers({ draft: { offer, files } }: { draft: BidDraft }) {
  return (
    <>
      <OfferFacts
        amountCents={inCents(offer.amount)}
        message={offer.message}
        subcontractors={offer.subcontractors.map(({ amount, percent, ...one }) => ({
          ...one,
          amountCents: inCents(amount),
          percent: percent === undefined ? null : Number(percent),
        }))}
      />
      <div className="space-y-2">
        <h3 className="font-semibold">Files</h3>
        {files.length === 0 ? (
          <p className="text-text-2">No files.</p>
        ) : (
          <ul aria-label="Files">
            {files.map(({ id, name, bytes }) => (
              <li key={id} className="wrap-anywhere">
                {name} <span className="text-dense text-text-2">{formatSize(bytes)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
