import { useQuery } from '@tanstack/react-query';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { bidDraftQuery } from './bid-queries.ts';
import { DraftAnswers } from './check-bid.tsx';

/** A draft after the deadline, if it says something that was not submitted. Its firm reads it, and nobody changes it. */
export default function EndedDraft({ draftId }: { draftId: string }) {
  const draft = useQuery(bidDraftQuery(draftId));
  if (draft.isError)
    return (
      <ErrorPanel what="Couldn’t load the draft" error={draft.error} retry={() => void draft.refetch()} />
    );
  if (!draft.data) return <Loading />;
  const { status, isChanged, company } = draft.data;
  if (!isChanged) return null;
  const isRevision = status !== null && status !== 'WITHDRAWN';
  return (
    <section aria-labelledby="not-submitted" className="max-w-2xl space-y-6">
      <div className="space-y-2">
        <h2 id="not-submitted" className="text-h3 font-semibold">
          {isRevision ? 'A change that was not submitted' : 'A draft that was not submitted'}
        </h2>
        <p>
          {isRevision
            ? `${company} saved this after its bid was in, and the deadline passed before anybody submitted it. The bid stands as it was submitted.`
            : `The deadline passed before anybody of ${company} submitted this draft. The poster doesn’t see it.`}
        </p>
      </div>
      <DraftAnswers draft={draft.data} />
    </section>
  );
}
