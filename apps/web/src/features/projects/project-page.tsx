import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { isMissing } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { Prose } from '../../ui/prose.tsx';
import { useMay, useSignedIn } from '../accounts/me.ts';
import { MapFailure } from '../map/map-failure.tsx';
import { Refusal } from '../memberships/refusal.tsx';
import { CanBid } from './can-bid.tsx';
import { Deadline } from './deadline.tsx';
import { FollowProject } from './follow-project.tsx';
import { ProjectFacts } from './project-facts.tsx';
import { ProjectFiles } from './project-files.tsx';
import { type Project, projectQuery } from './project-queries.ts';
import { lastProjects } from './project-search.ts';
import { categoryWords, instantIn, stageTones, stageWords } from './project-words.ts';

const Addenda = lazy(patiently(() => import('./addenda/addenda.tsx')));
const Questions = lazy(patiently(() => import('./questions/questions.tsx')));
const ProjectMap = lazy(patiently(() => import('./project-map.tsx')));

/** The parts of the page about bids, which are another room’s. */
interface OfBids {
  /** Asks the reader’s firm whether it is going to bid. */
  interest: (project: Project) => ReactNode;
  planHolders: (project: Project) => ReactNode;
}

/** One project, with all that its reader may see to decide about a bid. */
export function ProjectPage({ id, interest, planHolders }: { id: string } & OfBids) {
  const me = useSignedIn();
  const project = useQuery(projectQuery(id));
  const isUnknown = isMissing(project.error);
  return (
    <article className="max-w-5xl space-y-6">
      <Link
        to="/projects"
        search={lastProjects()}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Projects
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 space-y-1 wrap-anywhere">
          <PageHeading title={project.data?.title ?? (isUnknown ? 'Project not found' : 'Project')} />
          {project.data && (
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
              <Pill tone={stageTones[project.data.stage]}>{stageWords[project.data.stage]}</Pill>
              {categoryWords[project.data.category]}
              <Poster project={project.data} />
            </p>
          )}
        </div>
        {project.data && (
          <div className="flex flex-wrap gap-2 print:hidden">
            {project.data.isOwn && (
              <Link to="/projects/$id/edit" params={{ id }} className={buttonClass()}>
                {project.data.stage === 'DRAFT' ? 'Go on with the draft' : 'Manage'}
              </Link>
            )}
            {(project.data.isOwn || me?.permissions.includes('projects.manage')) && (
              <Link
                to={project.data.isOwn ? '/projects/$id/outreach' : '/admin/projects/$id/outreach'}
                params={{ id }}
                className={buttonClass()}
              >
                Outreach
              </Link>
            )}
            {!project.data.isOwn && project.data.stage !== 'DRAFT' && (
              <FollowProject project={project.data} />
            )}
            <PrintButton what="this project" />
          </div>
        )}
      </header>
      {isUnknown && (
        <p className="max-w-[70ch]">
          There is no such project, or it isn’t published yet.
          {!me && ' If it is your draft, sign in first.'}
        </p>
      )}
      {project.isError && !isUnknown && (
        <ErrorPanel
          what="Couldn’t load this project"
          error={project.error}
          retry={() => void project.refetch()}
        />
      )}
      {project.isPending && <Loading />}
      {project.data && <Whole project={project.data} interest={interest} planHolders={planHolders} />}
    </article>
  );
}

function Poster({ project: { firm, firmId, agency } }: { project: Project }) {
  return (
    <>
      {firm && (
        <span>
          Posted by{' '}
          {firmId ? (
            <Link
              to="/directory/$id"
              params={{ id: firmId }}
              className="text-link underline underline-offset-4"
            >
              {firm}
            </Link>
          ) : (
            firm
          )}
        </span>
      )}
      {agency && <span>for {agency}</span>}
    </>
  );
}

function Whole({ project, interest, planHolders }: { project: Project } & OfBids) {
  const mayBid = useMay('BID');
  const { stage, description, latitude, longitude, isWhole, cancelReason, ownBidsUntil } = project;
  return (
    <>
      {stage === 'CANCELLED' && (
        <Notice kind="warn" title="This project was canceled">
          {cancelReason && <p>{cancelReason}</p>}
        </Notice>
      )}
      {stage === 'CLOSED' &&
        (ownBidsUntil ? (
          <Notice kind="info" title="Your firm has more time">
            <p>
              The deadline has passed for all other firms. Your firm may bid until{' '}
              {instantIn(ownBidsUntil, project.deadlineTimeZone)}.{' '}
              <Link
                to="/projects/$id/bid"
                params={{ id: project.id }}
                className="text-link underline underline-offset-4"
              >
                Go to your bid
              </Link>
            </p>
          </Notice>
        ) : (
          <Notice kind="info" title="The bidding has ended">
            <p>This project takes no more bids.</p>
          </Notice>
        ))}
      {stage === 'PUBLISHED' && (
        <Notice kind="info" title="Announced">
          <p>The bidding isn’t open yet.</p>
        </Notice>
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr] lg:items-start print:block">
        <div className="lg:col-start-2">
          <Deadline project={project} />
        </div>
        <div className="space-y-6 lg:col-start-1 lg:row-span-2 lg:row-start-1 print:space-y-4">
          {!project.isOwn &&
            (stage === 'PUBLISHED' || stage === 'BIDDING_OPEN' || ownBidsUntil !== null) &&
            (mayBid ? (
              <>
                <CanBid project={project} />
                {stage !== 'CLOSED' && interest(project)}
              </>
            ) : (
              <Refusal act="BID" />
            ))}
          {isWhole && (
            <Suspense fallback={null}>
              <Addenda project={project} />
            </Suspense>
          )}
          <section aria-labelledby="the-work" className="space-y-3">
            <h2 id="the-work" className="text-h3 font-semibold">
              The work
            </h2>
            {description ? <Prose text={description} /> : <p className="text-text-2">Nothing here yet.</p>}
          </section>
          <ProjectFacts project={project} />
          {isWhole ? (
            <>
              <ProjectFiles projectId={project.id} />
              {stage !== 'DRAFT' && (
                <Suspense fallback={<Loading />}>
                  <Questions project={project} />
                </Suspense>
              )}
              {stage !== 'DRAFT' && planHolders(project)}
            </>
          ) : (
            <p className="text-dense text-text-2 print:hidden">
              Active members see the contact, the plans and the place of the site walk.
            </p>
          )}
        </div>
        <div className="space-y-4 lg:col-start-2">
          {latitude !== null && longitude !== null && (
            <section aria-label="Map of the place" className="h-64 print:hidden">
              <MapFailure>
                <Suspense fallback={<div className="size-full rounded-card border border-divider" />}>
                  <ProjectMap latitude={latitude} longitude={longitude} title={project.title} />
                </Suspense>
              </MapFailure>
            </section>
          )}
          {latitude !== null && (
            <p className="text-dense text-text-2 print:hidden">
              The map shows the middle of the ZIP code or the city.
            </p>
          )}
        </div>
      </div>
      <PrintedAt />
    </>
  );
}
