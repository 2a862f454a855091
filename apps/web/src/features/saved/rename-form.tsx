import { changeSavedSearchInput } from '@namc/inputs/saved-searches';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { SavedSearch } from '../saved-searches/saved-search-queries.ts';

const renameInput = changeSavedSearchInput.pick({ name: true }).required();

/** A new name for a saved search. The code loads with the first dialog. */
export default function RenameForm({
  search,
  rename,
}: {
  search: SavedSearch;
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
