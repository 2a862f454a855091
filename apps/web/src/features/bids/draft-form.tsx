import { saveBidDraftInput } from '@namc/inputs/bids';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { apiClient } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField, TextareaField } from '../../ui/fields.tsx';
import { LeavingDialog } from '../../ui/leaving-dialog.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SaveLine } from '../../ui/save-line.tsx';
import { useAutosave } from '../../ui/use-autosave.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { Project } from '../projects/project-queries.ts';
import { BidFiles } from './bid-files.tsx';
import { type BidDraft, bidDraftQuery } from './bid-queries.ts';
import { CheckBid } from './check-bid.tsx';
import { contentOf, type DraftValues, type ParsedDraft, valuesOf } from './draft-values.ts';
import { SubcontractorFields } from './subcontractor-fields.tsx';

/** Edits a firm's draft, and submits it once its answers are checked. */
export default function DraftForm({
  draftId,
  project,
  isChecked,
}: {
  draftId: string;
  project: Project;
  isChecked: boolean;
}) {
  const draft = useQuery(bidDraftQuery(draftId));
  // The form begins with the newest answer. Files that are added later do not begin it anew.
  const [isCurrent, setCurrent] = useState(!draft.isFetching);
  if (!isCurrent && !draft.isFetching) setCurrent(true);
  if (draft.isError)
    return (
      <ErrorPanel what="Couldn’t load the draft" error={draft.error} retry={() => void draft.refetch()} />
    );
  if (!draft.data || !isCurrent) return <Loading />;
  return isChecked ? (
    <CheckBid draft={draft.data} project={project} />
  ) : (
    <Fields draft={draft.data} project={project} reload={draft.refetch} />
  );
}

function Fields({
  draft,
  project,
  reload,
}: {
  draft: BidDraft;
  project: Project;
  reload: () => Promise<unknown>;
}) {
  const form = useSchemaForm(saveBidDraftInput, valuesOf(draft));
  const draftId = draft.id;
  const { state, save, saveAsked, isSafe } = useAutosave<DraftValues, ParsedDraft, ParsedDraft>(form, {
    version: draft.version,
    isAutomatic: true,
    read: (values, version) => saveBidDraftInput.safeParse({ ...values, draftId, version }),
    send: (values) => apiClient.bids.save.mutate(values),
    findKept: async (sent, known) => {
      const now = await apiClient.bids.getDraft.query({ draftId });
      const kept = saveBidDraftInput.safeParse(valuesOf(now)).data;
      return now.version !== known && kept && contentOf(kept) === contentOf(sent) ? now.version : undefined;
    },
    onSaved: () => {},
  });
  const navigate = useNavigate();
  // The answers that are checked are those that the portal has.
  const check = async () => {
    if (!(await saveAsked())) return;
    await reload();
    await navigate({
      to: '/projects/$id/bid',
      params: { id: project.id },
      search: { firm: draft.companyId, step: 'check' },
    });
  };
  return (
    <form
      noValidate
      aria-label="The bid"
      className="max-w-xl space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      {!draft.isOwnEdit && draft.editor && (
        <p className="text-dense text-text-2">
          {draft.editor} edited it last, on {formatInstant(draft.updatedAt)}.
        </p>
      )}
      <fieldset className="space-y-5">
        <legend className="mb-3 text-h3 font-semibold">Price and cover note</legend>
        <InputField
          form={form}
          name="amount"
          label="Price in dollars"
          isOptional
          inputMode="decimal"
          hint="Such as 48500 or 48,500.00"
        />
        <TextareaField form={form} name="message" label="Cover note" isOptional rows={8} maxLength={10_000} />
      </fieldset>
      <SubcontractorFields form={form} needsDir={project.isPublicWorks} />
      <BidFiles draft={draft} />
      <div className="sticky bottom-14 z-10 space-y-2 border-t border-divider bg-canvas py-3 lg:bottom-0">
        <SaveLine state={state} noun="bid" retry={() => void save()} />
        <Button type="submit" look="primary" aria-disabled={state.kind === 'saving'}>
          Check your answers
        </Button>
      </div>
      <LeavingDialog
        loses={isSafe || state.kind === 'stale' ? undefined : 'What you typed last isn’t saved yet.'}
      />
    </form>
  );
}
