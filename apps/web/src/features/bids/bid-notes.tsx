import { noteBidInput } from '@namc/inputs/bids';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { TextareaField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change } from '../accounts/settings-section.tsx';
import { refreshBids } from './bid-queries.ts';

/** The firm's own notes about a bid, such as why it was won or lost. */
export default function BidNotes({
  draftId,
  title,
  notes,
}: {
  draftId: string;
  title: string;
  notes: string;
}) {
  return (
    <Change
      label={notes ? 'Change' : 'Add'}
      what={`notes on ${title}`}
      form={(leave) => <NotesForm draftId={draftId} notes={notes} leave={leave} />}
    />
  );
}

function NotesForm({ draftId, notes, leave }: { draftId: string; notes: string; leave: () => void }) {
  const form = useSchemaForm(noteBidInput, { draftId, notes });
  const { mutateAsync } = useMutation(api.bids.note.mutationOptions());
  return (
    <Form
      form={form}
      action="Save the notes"
      working="Saving…"
      labels={{ notes: 'Notes' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshBids();
        toast('Notes saved.');
      }}
      done={leave}
    >
      <TextareaField
        form={form}
        name="notes"
        label="Notes"
        rows={6}
        maxLength={5_000}
        hint="The people who bid for your firm read them, and nobody else. Leave sums out before the opening: notes are not sealed."
      />
    </Form>
  );
}
