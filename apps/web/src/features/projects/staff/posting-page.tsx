import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { isMissing } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Prose } from '../../../ui/prose.tsx';
import { ofStaff, PostingProcedures } from '../posting/posting-procedures.ts';
import { ProjectFacts } from '../project-facts.tsx';
import { instantIn, stageTones, stageWords } from '../project-words.ts';
import { lastPostingFilters } from './filters.ts';
import { type Posting, postingQuery, useProjectRights } from './posting-queries.ts';

// The forms come after the page.
const OwnProject = lazy(patiently(() => import('../posting/own-project.tsx')));

const linkClass = 'inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8';

/**
 * A project for staff: its facts, its poster, what can be done for the poster, and `bids`, which another feature shows.
 */
export function PostingPage({ id, bids }: { id: string; bids: (project: Posting) => ReactNode }) {
  const { mayManage } = useProjectRights();
  const asked = useQuery(postingQuery(id, mayManage));
  const isUnknown = isMissing(asked.error);
  const project = isUnknown ? undefined : asked.data;
  return (
    <article className="max-w-5xl space-y-6">
      <Link
        to="/admin/projects"
        search={lastPostingFilters()}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        All projects
      </Link>
      <header className="space-y-1 wrap-anywhere">
        <PageHeading title={project?.title ?? (isUnknown ? 'Project not found' : 'Project')} />
        {project && <Line project={project} mayManage={mayManage} />}
      </header>
      {isUnknown && <p>There is no project at this address. A draft may have been removed.</p>}
      {asked.isError && !isUnknown && (
        <ErrorPanel what="Couldn’t load the project" error={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.isPending && <Loading />}
      {project && (
        <PostingProcedures value={ofStaff}>
          <About project={project} />
          {mayManage && (project.stage !== 'DRAFT' || project.isOwn) && (
            <Suspense fallback={<Loading />}>
              <OwnProject key={id} project={project} />
            </Suspense>
          )}
          {project.stage !== 'DRAFT' && <Suspense fallback={<Loading />}>{bids(project)}</Suspense>}
          <Terms project={project} />
        </PostingProcedures>
      )}
    </article>
  );
}

function Line({ project, mayManage }: { project: Posting; mayManage: boolean }) {
  const { id, stage, bids } = project;
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-dense text-text-2">
      <Pill tone={stageTones[stage]}>{stageWords[stage]}</Pill>
      {stage !== 'DRAFT' && (
        <>
          <span>
            {formatCount(bids)} {plural(bids, 'bid')}
          </span>
          <Link to="/projects/$id" params={{ id }} className={linkClass}>
            Public page
          </Link>
          {mayManage && (
            <Link to="/admin/projects/$id/outreach" params={{ id }} className={linkClass}>
              Outreach
            </Link>
          )}
        </>
      )}
    </p>
  );
}

function About({ project }: { project: Posting }) {
  const { poster, firm, firmId, agency, ownerId, deadlineAt, deadlineTimeZone: zone, cancelReason } = project;
  return (
    <Facts
      facts={[
        [
          'Posted by',
          <span key="poster">
            <Link to="/admin/members/$id" params={{ id: ownerId }} className={linkClass}>
              {poster}
            </Link>
            {firm && ' for '}
            {firm &&
              (firmId ? (
                <Link to="/directory/$id" params={{ id: firmId }} className={linkClass}>
                  {firm}
                </Link>
              ) : (
                firm
              ))}
          </span>,
        ],
        ['Agency', agency],
        ['Begun', formatInstant(project.createdAt)],
        ['Published', project.publishedAt && formatInstant(project.publishedAt)],
        ['Bids by', deadlineAt && instantIn(deadlineAt, zone)],
        ['Bids opened', project.openedAt && instantIn(project.openedAt, zone)],
        ['Canceled because', cancelReason],
      ]}
    />
  );
}

/** The terms of a project. Its own form shows them to a poster. */
function Terms({ project }: { project: Posting }) {
  if (project.isOwn && project.stage === 'DRAFT') return null;
  return (
    <>
      <ProjectFacts project={project} />
      {project.description.trim() !== '' && (
        <section aria-labelledby="the-work" className="max-w-[70ch] space-y-3">
          <h2 id="the-work" className="text-h3 font-semibold">
            The work
          </h2>
          <Prose text={project.description} />
        </section>
      )}
    </>
  );
}
