import type { ContractorFilters } from '@namc/inputs/contractors';
import { quoted } from '@namc/inputs/quoted';
import { saveSearchInput } from '@namc/inputs/saved-searches';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { InputField, SelectField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { notifyChoices } from './notify-words.ts';

const and = new Intl.ListFormat('en-US');

/** Gives a search a name. The code loads with the first dialog. */
export default function SaveSearchForm({
  filters,
  name,
  leftOut,
  done,
}: {
  filters: ContractorFilters;
  /** The suggested name. */
  name: string;
  /** Typed words that the search does not search for. */
  leftOut: string[];
  done: () => void;
}) {
  const form = useSchemaForm(saveSearchInput, { name, filters, notify: 'AT_ONCE' });
  const refresh = () => queryClient.invalidateQueries(api.savedSearches.pathFilter());
  const { mutateAsync } = useMutation(api.savedSearches.save.mutationOptions({ onSettled: refresh }));
  const remove = useMutation(api.savedSearches.remove.mutationOptions({ onSettled: refresh }));
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ name: 'Name', notify: 'Email me about new results' }}
      submit={async (values) => {
        const id = await mutateAsync(values);
        done();
        toast(`Saved. You find ${quoted(values.name)} under Saved.`, { undo: () => remove.mutate({ id }) });
      }}
    >
      {leftOut.length > 0 && (
        <p className="text-dense text-text-2 wrap-anywhere">
          This search doesn’t watch for {and.format(leftOut.map(quoted))}. Use filters in place of these
          words.
        </p>
      )}
      <InputField form={form} name="name" label="Name" autoComplete="off" maxLength={100} />
      <SelectField
        form={form}
        name="notify"
        label="Email me about new results"
        choices={notifyChoices}
        hint="A new result is a firm that’s new in the license board’s file, or that has matched since the last one."
      />
    </Form>
  );
}
