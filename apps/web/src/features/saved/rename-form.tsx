import { changeSavedSearchInput } from '@namc/inputs/saved-searches';
import { z } from 'zod/mini';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';

const renameInput = z.required(z.pick(changeSavedSearchInput, { name: true }));

/** A new name for a saved search. The code loads with the first dialog. */
export default function RenameForm({
  search,
  rename,
}: {
  search: { name: string };
  rename: (name: string) => void;
}) {
  const form = useSchemaForm(renameInput, { name: search.name });
  return (
    <Form
      form={form}
      action="Rename"
      working="Saving…"
      labels={{ name: 'Name' }}
      submit={({ name }) => rename(name)}
    >
      <InputField form={form} name="name" label="Name" maxLength={100} autoComplete="off" />
    </Form>
  );
}
