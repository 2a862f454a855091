import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { api, isMissing } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Deadline } from '../projects/deadline.tsx';
import { type Project, projectQuery } from '../projects/project-queries.ts';
import { type OwnInterest, ownInterestsQuery, refreshBids } from './bid-queries.ts';

// The form comes after the page.
const DraftForm = lazy(patiently(() => import('./draft-form.tsx')));
const EndedDraft = lazy(patiently(() => import('./ended-draft.tsx')));

/** The bid of one of the reader's firms on a project: its draft until the deadline, which the firm edits together. */
export function BidPage({
  id,
  firm,
  isChecked,
}: {
  id: string;
  firm: string | undefined;
  isChecked: boolean;
}) {
  const project = useQuery(projectQuery(id));
  const firms = useQuery(ownInterestsQuery(id));
  const isUnknown = isMissing(project.error);
  const failed = isUnknown ? null : (project.error ?? firms.error);
  return (
    <div className="max-w-3xl space-y-6">
      <Link
        to="/projects/$id"
        params={{ id }}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
      >
        <ArrowLeft aria-hidden className="size-4" />
        The project
      </Link>
      <header className="wrap-anywhere">
        <PageHeading
          title={
            project.data ? `Bid on “${project.data.title}”` : isUnknown ? 'Project not found' : 'Your bid'
          }
        />
      </header>
      {isUnknown && <p>There is no such project, or it isn’t published yet.</p>}
      {failed && (
        <ErrorPanel
          what="Couldn’t load the bid"
          error={failed}
          retry={() => void Promise.all([project.refetch(), firms.refetch()])}
        />
      )}
      {!failed && !isUnknown && (project.isPending || firms.isPending) && <Loading />}
      {project.data && firms.data && (
        <OfFirm project={project.data} firms={firms.data} wanted={firm} isChecked={isChecked} />
      )}
    </div>
  );
}

/** The project as the firm finds it: with an exception, the end of its own time stands for the deadline. */
function projectFor(project: Project, firm: OwnInterest | undefined): Project {
  if (!firm?.exceptionUntil || project.status !== 'BIDDING_OPEN') return project;
  const isOpen = (firm.secondsLeft ?? 0) > 0;
  return {
    ...project,
    stage: isOpen ? 'BIDDING_OPEN' : 'CLOSED',
    deadlineAt: firm.exceptionUntil,
    secondsLeft: firm.secondsLeft,
  };
}

function OfFirm({
  project: posted,
  firms,
  wanted,
  isChecked,
}: {
  project: Project;
  firms: OwnInterest[];
  wanted: string | undefined;
  isChecked: boolean;
}) {
  const firm =
    firms.find(({ companyId }) => companyId === wanted) ?? (firms.length === 1 ? firms[0] : undefined);
  const project = projectFor(posted, firm);
  if (project.isOwn) return <p>This is your own project. You can’t bid on it.</p>;
  if (firms.length === 0)
    return (
      <p>
        A firm bids. Add yours on{' '}
        <Link to="/company" className="text-link underline underline-offset-4">
          your company’s page
        </Link>{' '}
        first.
      </p>
    );
  if (!firm)
    return (
      <section aria-labelledby="which-firm" className="space-y-3">
        <h2 id="which-firm" className="text-h3 font-semibold">
          Which of your firms bids?
        </h2>
        <ul className="space-y-2">
          {firms.map(({ companyId, company }) => (
            <li key={companyId}>
              <Link
                to="/projects/$id/bid"
                params={{ id: project.id }}
                search={{ firm: companyId }}
                className={buttonClass()}
              >
                {company}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    );
  const hasMoreTime = project.deadlineAt !== posted.deadlineAt;
  const hasEnded = project.stage !== 'BIDDING_OPEN' && project.stage !== 'PUBLISHED';
  return (
    <>
      <Deadline project={project} />
      {hasMoreTime && !hasEnded && (
        <Notice kind="info" title={`${firm.company} has more time`}>
          <p>The deadline stays for everybody else. Your notifications and the email say why.</p>
        </Notice>
      )}
      {firm.bidId && firm.status === 'SUBMITTED' && (
        <Notice kind="ok" title={`A bid of ${firm.company} is in`}>
          <p>
            {hasEnded
              ? 'It stands as it was submitted.'
              : 'It stands until you submit a revision or withdraw it.'}
          </p>
          <Link
            to="/bids/$id"
            params={{ id: firm.bidId }}
            className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
          >
            See the receipt
          </Link>
        </Notice>
      )}
      {hasEnded ? (
        <>
          <Notice kind="info" title="The bidding has ended">
            <p>It no longer takes bids.</p>
          </Notice>
          {firm.draftId && (
            <Suspense fallback={<Loading />}>
              <EndedDraft draftId={firm.draftId} />
            </Suspense>
          )}
        </>
      ) : firm.draftId ? (
        <Suspense fallback={<Loading />}>
          <DraftForm key={firm.draftId} draftId={firm.draftId} project={project} isChecked={isChecked} />
        </Suspense>
      ) : (
        <Begin project={project} firm={firm} />
      )}
    </>
  );
}

function Begin({ project, firm }: { project: Project; firm: OwnInterest }) {
  const { companyId, company } = firm;
  const begin = useSingleMutation(api.bids.begin.mutationOptions({ onSuccess: refreshBids }));
  return (
    <section aria-label="Begin a bid" className="space-y-4">
      <p className="max-w-[70ch]">
        {company} has no bid on this project yet. A bid begins as a draft that saves itself. The people who
        bid for {company} edit it together, and nobody else sees it.
      </p>
      {begin.error && <ErrorPanel what="Couldn’t begin the bid" error={begin.error} />}
      <Button
        look="primary"
        aria-disabled={begin.isPending}
        onClick={() => begin.mutate({ projectId: project.id, companyId })}
      >
        Begin a bid
      </Button>
    </section>
  );
}
