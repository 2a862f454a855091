import { mostOutreach } from '@namc/inputs/outreach';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api, isMissing } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { projectQuery } from '../projects/project-queries.ts';
import {
  type OutreachFigures,
  OutreachProcedures,
  outreachQuery,
  useOutreach,
  useOutreachAddress,
} from './outreach-queries.ts';
import { type OutreachAddress, type OutreachView, readView } from './outreach-words.ts';

// Forms and the rows of contractors come after the page.
const OutreachList = lazy(patiently(() => import('./outreach-list.tsx')));
const Records = lazy(patiently(() => import('./records.tsx')));
const FindFirms = lazy(patiently(() => import('./find-firms.tsx')));

/** The firms that a prime means to reach for a project, the contacts with them, and the search for more. */
export function OutreachPage({ isForStaff = false, ...page }: { isForStaff?: boolean } & PageOf) {
  return (
    <OutreachProcedures value={isForStaff ? api.outreach.forStaff : api.outreach}>
      <OneOutreach {...page} />
    </OutreachProcedures>
  );
}

interface PageOf {
  id: string;
  address: OutreachAddress;
}

function OneOutreach({ id, address }: PageOf) {
  const view = readView(address);
  const project = useQuery(projectQuery(id));
  const outreach = useQuery(outreachQuery(useOutreach(), id));
  const failed = outreach.error ?? project.error;
  const isUnknown = isMissing(outreach.error) || isMissing(project.error);
  const isThere = !isUnknown && project.data !== undefined && outreach.data !== undefined;
  return (
    <article className="max-w-4xl space-y-6">
      <Link
        to="/projects/$id"
        params={{ id }}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        Back to the project
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3 wrap-anywhere">
        <div className="min-w-0 space-y-1">
          <PageHeading
            title={
              isUnknown ? 'Project not found' : isThere ? `Outreach for “${project.data.title}”` : 'Outreach'
            }
          />
          {isThere && <Figures figures={outreach.data} />}
        </div>
      </header>
      {isUnknown && <p>There is no such project of yours.</p>}
      {failed && !isUnknown && (
        <ErrorPanel
          what="Couldn’t load the outreach"
          error={failed}
          retry={() => void Promise.all([project.refetch(), outreach.refetch()])}
        />
      )}
      {!failed && !isThere && <Loading />}
      {isThere && (
        <>
          <Views id={id} figures={outreach.data} />
          <Suspense fallback={<Loading />}>
            {view === 'records' ? (
              <Records projectId={id} firms={outreach.data.firms} />
            ) : view === 'find' ? (
              <FindFirms project={project.data} firms={outreach.data.firms} address={address} />
            ) : (
              <OutreachList project={project.data} part={view} figures={outreach.data} />
            )}
          </Suspense>
        </>
      )}
    </article>
  );
}

function Figures({ figures: { firms, contacted, interested, quoted } }: { figures: OutreachFigures }) {
  if (firms === 0) return null;
  return (
    <p className="text-dense text-text-2 tabular-nums">
      {formatCount(firms)} of up to {formatCount(mostOutreach)} {plural(mostOutreach, 'firm')},{' '}
      {formatCount(contacted)} contacted, {formatCount(interested)} interested, {formatCount(quoted)} sent a
      quote
    </p>
  );
}

function Views({ id, figures }: { id: string; figures: OutreachFigures }) {
  const address = useOutreachAddress();
  const tabs: [OutreachView, string][] = [
    ['all', `All firms (${formatCount(figures.firms)})`],
    ['due', `Follow-ups due (${formatCount(figures.due)})`],
    ['open', `Not contacted (${formatCount(figures.firms - figures.contacted)})`],
    ['find', 'Find firms'],
    ['records', 'Records'],
  ];
  return (
    <nav aria-label="Views of the outreach" className="print:hidden">
      <ul className="flex flex-wrap gap-1">
        {tabs.map(([one, label]) => (
          <li key={one}>
            <Link
              to={address}
              params={{ id }}
              // The search for firms stays in the address, for those who come back to it.
              search={(now: OutreachAddress) => ({ ...now, part: one === 'all' ? undefined : one })}
              resetScroll={false}
              activeOptions={{ exact: true }}
              className="inline-flex min-h-11 items-center rounded-control border border-divider px-3 text-dense tabular-nums aria-[current=page]:border-link aria-[current=page]:bg-info-tint aria-[current=page]:font-semibold lg:min-h-10"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
