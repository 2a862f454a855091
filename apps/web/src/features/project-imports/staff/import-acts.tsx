import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { type ProjectImport, refreshImports } from './project-import.ts';

const sentences = {
  DRAFT: 'Each new project becomes a draft of yours, which nobody but staff sees.',
  PUBLISHED: 'Everybody finds the new projects at once. They take no bids yet.',
  BIDDING_OPEN: 'Everybody finds the new projects at once, and members can bid.',
} as const;

/** Imports a list, stops its import, or discards it. */
export function ImportActs({ one, left, isOn }: { one: ProjectImport; left: number; isOn: boolean }) {
  const { id: importId, status, changed } = one;
  const navigate = useNavigate();
  const [updatesDrafts, setUpdatesDrafts] = useState(one.updatesDrafts);
  const [isAsking, setAsking] = useState(false);
  const onSettled = refreshImports;
  const start = useSingleMutation(api.projectImports.start.mutationOptions({ onSettled }));
  const cancel = useSingleMutation(api.projectImports.cancel.mutationOptions({ onSettled }));
  const drop = useSingleMutation(
    api.projectImports.drop.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/admin/projects/import' });
        await refreshImports();
      },
    }),
  );
  const mayStart = !isOn && status !== 'DONE' && (left > 0 || changed > 0);
  const updates = updatesDrafts ? changed : 0;
  const isIdle = one.new + updates === 0;
  return (
    <div className="space-y-3">
      {mayStart && changed > 0 && (
        <label className="flex min-h-11 max-w-2xl items-center gap-3 py-1">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-brand"
            checked={updatesDrafts}
            onChange={(event) => setUpdatesDrafts(event.target.checked)}
          />
          Update {formatCount(changed)} {plural(changed, 'draft', 'drafts')} of which the file says something
          else
        </label>
      )}
      <div className="flex flex-wrap gap-2">
        {mayStart && (
          <Button look="primary" aria-disabled={isIdle} onClick={() => !isIdle && setAsking(true)}>
            {status === 'CHECKED' ? 'Import…' : 'Import the rest…'}
          </Button>
        )}
        {isOn && (
          <Button
            aria-disabled={cancel.isPending || one.isCanceled}
            onClick={() => !one.isCanceled && cancel.mutate({ importId })}
          >
            {one.isCanceled ? 'Stopping…' : 'Cancel'}
          </Button>
        )}
        {status === 'CHECKED' && (
          <Button aria-disabled={drop.isPending} onClick={() => drop.mutate({ importId })}>
            Discard
          </Button>
        )}
      </div>
      {start.error && <ErrorPanel what="Couldn’t start the import" error={start.error} />}
      {cancel.error && <ErrorPanel what="Couldn’t cancel" error={cancel.error} />}
      {drop.error && <ErrorPanel what="Couldn’t discard the file" error={drop.error} />}
      <Confirm
        title={
          one.new > 0
            ? `Import ${formatCount(one.new)} ${plural(one.new, 'project')}?`
            : `Update ${formatCount(updates)} ${plural(updates, 'draft')}?`
        }
        isOpen={isAsking}
        close={() => setAsking(false)}
        action="Import"
        act={() => {
          setAsking(false);
          start.mutate({ importId, updatesDrafts });
        }}
      >
        {one.new > 0 && sentences[one.beginsAs]}{' '}
        {updates > 0 &&
          `${formatCount(updates)} ${plural(updates, 'draft changes', 'drafts change')} to what the file says.`}
      </Confirm>
    </div>
  );
}
