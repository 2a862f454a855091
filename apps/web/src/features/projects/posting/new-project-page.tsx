import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../../lib/api.ts';
import { causeOf } from '../../../lib/cause-of.ts';
import { patiently } from '../../../lib/connection.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Block } from '../../../ui/block.tsx';
import { Button } from '../../../ui/button.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMay } from '../../accounts/me.ts';
import { Refusal } from '../../memberships/refusal.tsx';
import { type OwnProject, ownProjectsQuery, refreshProjects } from '../project-queries.ts';
import { instantIn, stageTones, stageWords } from '../project-words.ts';

// The form comes after the page.
const BeginForm = lazy(patiently(() => import('./begin-form.tsx')));

/** Begins a project, from nothing or from an older one. */
export function NewProjectPage() {
  const mayPost = useMay('POST_PROJECT');
  const own = useQuery({ ...ownProjectsQuery(), staleTime: 0 });
  const navigate = useNavigate();
  const open = (id: string) => navigate({ to: '/projects/$id/edit', params: { id } });
  return (
    <div className="max-w-3xl space-y-8">
      <header>
        <PageHeading title="Post a project" />
        <p className="max-w-[70ch] text-text-2">
          Describe the work, and member firms with the right trades find it. It stays a draft that only you
          see until you publish it.
        </p>
      </header>
      {mayPost ? (
        <Suspense fallback={<Loading />}>
          <BeginForm open={open} />
        </Suspense>
      ) : (
        <Refusal act="POST_PROJECT" />
      )}
      <Block title="Your projects" what="Couldn’t load your projects" asked={own}>
        {(projects) =>
          projects.length === 0 ? (
            <p className="text-text-2">You haven’t posted a project yet.</p>
          ) : (
            <ul
              aria-label="Your projects"
              className="divide-y divide-divider rounded-card border border-divider bg-surface"
            >
              {projects.map((project) => (
                <OwnRow key={project.id} project={project} open={open} />
              ))}
            </ul>
          )
        }
      </Block>
    </div>
  );
}

function OwnRow({ project, open }: { project: OwnProject; open: (id: string) => Promise<void> }) {
  const { id, title, stage, bids, deadlineAt, deadlineTimeZone } = project;
  const copy = useSingleMutation(
    api.projects.copy.mutationOptions({
      onSuccess: async (made) => {
        await refreshProjects();
        await open(made);
      },
      onError: (error) => toast(`Couldn’t copy the project: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <Link
          to={stage === 'DRAFT' ? '/projects/$id/edit' : '/projects/$id'}
          params={{ id }}
          className="font-semibold text-link underline-offset-4 wrap-anywhere hover:underline"
        >
          {title}
        </Link>
        <p className="flex flex-wrap items-center gap-x-3 text-dense text-text-2">
          <Pill tone={stageTones[stage]}>{stageWords[stage]}</Pill>
          {stage !== 'DRAFT' && (
            <span>
              {formatCount(bids)} {plural(bids, 'bid')}
            </span>
          )}
          {deadlineAt && <span>Bids by {instantIn(deadlineAt, deadlineTimeZone)}</span>}
        </p>
      </div>
      <Button aria-disabled={copy.isPending} onClick={() => copy.mutate({ projectId: id })}>
        Copy<span className="sr-only"> {title}</span>
      </Button>
    </li>
  );
}
