import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { toast } from '../../../ui/toasts.ts';
import { type Project, refreshProjects } from '../project-queries.ts';
import { usePosting } from './posting-procedures.ts';

/** Publishes a draft, or throws it away. What the fields hold is saved first. */
export function DraftActions({ project, save }: { project: Project; save: () => Promise<boolean> }) {
  const { id: projectId, title } = project;
  const { projects, isForStaff } = usePosting();
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const publish = useSingleMutation({
    ...projects.publish.mutationOptions(),
    onSuccess: async () => {
      await refreshProjects();
      toast('Published. Members find the project now.');
      if (!isForStaff) await navigate({ to: '/projects/$id', params: { id: projectId } });
    },
  });
  const discard = useSingleMutation(
    projects.discard.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: isForStaff ? '/admin/projects' : '/projects/new' });
        await refreshProjects();
        toast('Draft removed.');
      },
    }),
  );
  const send = async (status: 'PUBLISHED' | 'BIDDING_OPEN') => {
    if (await save()) publish.mutate({ projectId, status });
  };
  const failed = publish.error ?? discard.error;
  return (
    <>
      {failed && (
        <ErrorPanel
          what={publish.error ? 'The project isn’t published' : 'Couldn’t remove the draft'}
          error={failed}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" aria-disabled={publish.isPending} onClick={() => void send('BIDDING_OPEN')}>
          {publish.isPending ? 'Publishing…' : 'Publish and open for bids'}
        </Button>
        <Button aria-disabled={publish.isPending} onClick={() => void send('PUBLISHED')}>
          Announce only
        </Button>
        <Button aria-disabled={discard.isPending} onClick={() => setAsked(true)}>
          Remove the draft…
        </Button>
      </div>
      <Confirm
        title={`Remove the draft “${title}”?`}
        isOpen={isAsked}
        close={() => setAsked(false)}
        action="Remove"
        act={() => {
          setAsked(false);
          discard.mutate({ projectId });
        }}
      >
        The draft and its files go for good.
      </Confirm>
    </>
  );
}
