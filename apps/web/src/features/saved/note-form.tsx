import { noteFollowInput } from '@namc/inputs/follows';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';

/** The person's own note on a license. The code loads with the first dialog. */
export default function NoteForm({
  licenseNumber,
  note,
  done,
}: {
  licenseNumber: string;
  note: string | null;
  done: () => void;
}) {
  const form = useSchemaForm(
    noteFollowInput,
    { licenseNumber, note: note ?? '' },
    { key: `note ${licenseNumber}`, names: ['note'] },
  );
  const { mutateAsync } = useMutation(
    api.follows.note.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.follows.list.pathFilter()),
    }),
  );
  return (
    <Form
      form={form}
      action="Save note"
      working="Saving…"
      labels={{ note: 'Note' }}
      submit={async (values) => {
        await mutateAsync({ licenseNumber, note: values.note ?? '' });
        done();
      }}
    >
      <InputField
        form={form}
        name="note"
        label="Note"
        maxLength={200}
        autoComplete="off"
        hint="Only you see it. Leave it empty to remove it."
      />
    </Form>
  );
}
