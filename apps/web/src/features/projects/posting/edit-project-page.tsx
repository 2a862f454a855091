import { saveProjectInput } from '@namc/inputs/projects';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { isMissing } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { LeavingDialog } from '../../../ui/leaving-dialog.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { type Project, projectQuery, refreshProjects } from '../project-queries.ts';
import { stageTones, stageWords } from '../project-words.ts';
import { Bidding } from './bidding.tsx';
import { DraftActions } from './draft-actions.tsx';
import { PostingFiles } from './posting-files.tsx';
import { ProjectFields } from './project-fields.tsx';
import { valuesOf } from './project-values.ts';
import { SaveLine } from './save-line.tsx';
import { useProjectSave } from './use-project-save.ts';

/** The poster's page of a project: its draft, or what can still be done once it is published. */
export function EditProjectPage({ id }: { id: string }) {
  const project = useQuery(projectQuery(id));
  const isUnknown = isMissing(project.error) || project.data?.isOwn === false;
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
                <span>
                  {formatCount(own.bids ?? 0)} {plural(own.bids ?? 0, 'bid')}
                </span>
                <Link
                  to="/projects/$id"
                  params={{ id }}
                  className="inline-flex min-h-6 items-center text-link underline underline-offset-4"
                >
                  See it as others do
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
      {project.isPending && <Loading />}
      {own && <Own key={own.id} project={own} />}
    </div>
  );
}

function Own({ project }: { project: Project }) {
  const { stage, bids } = project;
  const isDraft = stage === 'DRAFT';
  const isOpen = stage === 'PUBLISHED' || stage === 'BIDDING_OPEN';
  return (
    <>
      {!isDraft && <Bidding project={project} />}
      {(isDraft || isOpen) && <PostingFiles projectId={project.id} isDraft={isDraft} />}
      {isOpen && bids !== 0 && (
        <p className="max-w-[70ch] text-text-2">
          Somebody has bid on this project, so its terms stay as they are. You can still add files and extend
          the deadline, and every bidder is told.
        </p>
      )}
      {(isDraft || (isOpen && bids === 0)) && <Terms project={project} isDraft={isDraft} />}
    </>
  );
}

/** The form. A draft saves by itself; what is published changes when the poster says so. */
function Terms({ project, isDraft }: { project: Project; isDraft: boolean }) {
  const form = useSchemaForm(saveProjectInput, valuesOf(project));
  const { state, save, isSafe } = useProjectSave(form, {
    projectId: project.id,
    version: project.version,
    isAutomatic: isDraft,
  });
  const saveAndTell = async () => {
    if (!(await save())) return;
    await refreshProjects();
    toast('Project saved.');
  };
  return (
    <form
      noValidate
      aria-label="The project"
      className="max-w-xl space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        void (isDraft ? save() : saveAndTell());
      }}
    >
      <ProjectFields form={form} />
      <div className="sticky bottom-14 z-10 space-y-2 border-t border-divider bg-canvas py-3 lg:bottom-0">
        <SaveLine state={state} retry={() => void save()} />
        {isDraft ? (
          <DraftActions project={project} save={save} />
        ) : (
          <Button type="submit" look="primary" aria-disabled={state.kind === 'saving'}>
            Save the changes
          </Button>
        )}
      </div>
      <LeavingDialog
        loses={isSafe || state.kind === 'stale' ? undefined : 'What you typed last isn’t saved yet.'}
      />
    </form>
  );
}
