import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isMissing } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { projectQuery } from '../project-queries.ts';
import { stageTones, stageWords } from '../project-words.ts';

// The form comes after the page.
const OwnProject = lazy(patiently(() => import('./own-project.tsx')));

/** The poster's page of a project: its draft, or what can still be done once it is published. */
export function EditProjectPage({ id }: { id: string }) {
  const project = useQuery(projectQuery(id));
  const isUnknown = isMissing(project.error) || project.data?.isOwn === false;
  // A form that began with an older answer would count as a second page.
  const [isCurrent, setCurrent] = useState(!project.isFetching);
  if (!isCurrent && !project.isFetching) setCurrent(true);
  const own = isUnknown ? undefined : project.data;
  return (
    <div className="max-w-3xl space-y-6">
      <Link
        to="/projects/new"
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Your projects
      </Link>
      <header className="space-y-1 wrap-anywhere">
        <PageHeading title={own?.title ?? (isUnknown ? 'Project not found' : 'Your project')} />
        {own && (
          <p className="flex flex-wrap items-center gap-x-3 text-dense text-text-2">
            <Pill tone={stageTones[own.stage]}>{stageWords[own.stage]}</Pill>
            {own.stage !== 'DRAFT' && (
              <>
                <Link
                  to="/projects/$id/bids"
                  params={{ id }}
                  className="inline-flex min-h-6 items-center text-link underline underline-offset-4"
                >
                  {formatCount(own.bids ?? 0)} {plural(own.bids ?? 0, 'bid')}
                </Link>
                <Link
                  to="/projects/$id"
                  params={{ id }}
                  className="inline-flex min-h-6 items-center text-link underline underline-offset-4"
                >
                  See it as others do
                </Link>
                <Link
                  to="/projects/$id/outreach"
                  params={{ id }}
                  className="inline-flex min-h-6 items-center text-link underline underline-offset-4"
                >
                  Outreach
                </Link>
              </>
            )}
          </p>
        )}
      </header>
      {isUnknown && <p>There is no such project of yours.</p>}
      {project.isError && !isUnknown && (
        <ErrorPanel
          what="Couldn’t load your project"
          error={project.error}
          retry={() => void project.refetch()}
        />
      )}
      {(project.isPending || (own && !isCurrent)) && <Loading />}
      {own && isCurrent && (
        <Suspense fallback={<Loading />}>
          <OwnProject key={own.id} project={own} />
        </Suspense>
      )}
    </div>
  );
}
