import { saveProjectInput } from '@namc/inputs/project-drafts';
import { Button } from '../../../ui/button.tsx';
import { LeavingDialog } from '../../../ui/leaving-dialog.tsx';
import { SaveLine } from '../../../ui/save-line.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { PostingAddenda } from '../addenda/posting-addenda.tsx';
import { type Project, refreshProjects } from '../project-queries.ts';
import { PostingQuestions } from '../questions/posting-questions.tsx';
import { Bidding } from './bidding.tsx';
import { DraftActions } from './draft-actions.tsx';
import { PostingFiles } from './posting-files.tsx';
import { ProjectFields } from './project-fields.tsx';
import { valuesOf } from './project-values.ts';
import { useProjectSave } from './use-project-save.ts';

/** All that a poster can do with a project. */
export default function OwnProject({ project }: { project: Project }) {
  const { stage, bids, isOwn } = project;
  const isDraft = stage === 'DRAFT';
  const isOpen = stage === 'PUBLISHED' || stage === 'BIDDING_OPEN';
  return (
    <>
      {!isDraft && <Bidding project={project} />}
      {!isDraft && <PostingQuestions projectId={project.id} isOpen={isOpen} />}
      {!isDraft && <PostingAddenda project={project} isOpen={isOpen} />}
      {isOwn && (isDraft || isOpen) && <PostingFiles projectId={project.id} isDraft={isDraft} />}
      {isOpen && bids !== 0 && isOwn && (
        <p className="max-w-[70ch] text-text-2">
          Somebody has bid on this project, so its terms stay as they are. You can still send an addendum, add
          files and extend the deadline, and every bidder is told.
        </p>
      )}
      {isOwn && (isDraft || (isOpen && bids === 0)) && (
        // An extension is a change too: the form of a published project begins anew with it. A draft saves by itself, and stays.
        <Terms key={isDraft ? 'draft' : project.version} project={project} isDraft={isDraft} />
      )}
    </>
  );
}

/** The form. A draft saves by itself; what is published changes when the poster says so. */
function Terms({ project, isDraft }: { project: Project; isDraft: boolean }) {
  const form = useSchemaForm(saveProjectInput, valuesOf(project));
  const { state, save, saveAsked, isSafe } = useProjectSave(form, {
    projectId: project.id,
    version: project.version,
    isAutomatic: isDraft,
  });
  const saveAndTell = async () => {
    if (!(await saveAsked())) return;
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
        void (isDraft ? saveAsked() : saveAndTell());
      }}
    >
      <ProjectFields form={form} />
      <div className="sticky bottom-14 z-10 space-y-2 border-t border-divider bg-canvas py-3 lg:bottom-0">
        <SaveLine state={state} noun="project" retry={() => void save()} />
        {isDraft ? (
          <DraftActions project={project} save={saveAsked} />
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
