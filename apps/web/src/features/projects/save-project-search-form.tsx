import { cutText } from '@namc/inputs/cut-text';
import type { ProjectFilters } from '@namc/inputs/projects';
import { quoted } from '@namc/inputs/quoted';
import { saveProjectSearchInput } from '@namc/inputs/saved-searches';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { InputField, SelectField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { projectNotifyChoices } from '../saved-searches/notify-words.ts';
import { projectFilterWords } from './project-filter-words.ts';

const nameOf = (filters: ProjectFilters) =>
  cutText(projectFilterWords(filters).join(', ').replace(/[“”]/g, ''), 100).trim() || 'All projects';

/** Gives a search for projects a name, which its filters suggest. The code loads with the first dialog. */
export default function SaveProjectSearchForm({
  filters,
  done,
}: {
  filters: ProjectFilters;
  done: () => void;
}) {
  const form = useSchemaForm(saveProjectSearchInput, { name: nameOf(filters), filters, notify: 'DAILY' });
  const refresh = () => queryClient.invalidateQueries(api.savedSearches.pathFilter());
  const { mutateAsync } = useMutation(
    api.savedSearches.saveForProjects.mutationOptions({ onSettled: refresh }),
  );
  const remove = useMutation(api.savedSearches.remove.mutationOptions({ onSettled: refresh }));
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ name: 'Name', notify: 'Email me about new projects' }}
      submit={async (values) => {
        const id = await mutateAsync(values);
        done();
        toast(`Saved. Find ${quoted(values.name)} under Saved.`, { undo: () => remove.mutate({ id }) });
      }}
    >
      <InputField form={form} name="name" label="Name" autoComplete="off" maxLength={100} />
      <SelectField
        form={form}
        name="notify"
        label="Email me about new projects"
        choices={projectNotifyChoices}
        hint="Projects that are there now are not new. You get none twice."
      />
    </Form>
  );
}
