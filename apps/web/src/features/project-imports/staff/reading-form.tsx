import { projectColumns } from '@namc/inputs/project-columns';
import { readProjectFileInput } from '@namc/inputs/project-imports';
import { api } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { InputField, SelectField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { categoryChoices } from '../../projects/project-words.ts';
import { beginnings, type ProjectImport, refreshImports } from './project-import.ts';

const meanings = [
  { value: '', label: 'Leave out' },
  ...Object.entries(projectColumns).map(([value, [label]]) => ({ value, label })),
];
const choices = Object.entries(beginnings).map(([value, label]) => ({ value, label }));

/** The meaning of each column of a list, and the values for cells that its rows leave out. */
export function ReadingForm({ one }: { one: ProjectImport }) {
  const { id: importId, header, columns, agency, category, timeOfDay, beginsAs } = one;
  const read = useSingleMutation(api.projectImports.read.mutationOptions());
  const form = useSchemaForm(readProjectFileInput, {
    importId,
    columns,
    agency,
    category,
    timeOfDay,
    beginsAs,
  });
  return (
    <Form
      form={form}
      submit={async (values) => {
        await read.mutateAsync(values);
        await refreshImports();
        toast('We read the file again. Nothing has changed yet.');
      }}
      action="Check the file again"
      working="Checking…"
      labels={{
        beginsAs: 'New projects begin as',
        agency: 'Agency',
        category: 'Kind of work',
        timeOfDay: 'Time of day',
        columns: 'Two columns',
        ...({ 'columns.root': 'Two columns' } as object),
      }}
    >
      <SelectField form={form} name="beginsAs" label="New projects begin as" choices={choices} />
      <InputField form={form} name="agency" label="Agency of rows that name none" isOptional />
      <SelectField
        form={form}
        name="category"
        label="Kind of work of rows that name none"
        choices={categoryChoices}
      />
      <InputField
        form={form}
        name="timeOfDay"
        label="Time of day of deadlines without one"
        hint="Such as 2:00 PM. Without it, a deadline without a time is rejected."
        isOptional
      />
      <fieldset className="space-y-3">
        <legend className="font-semibold">The columns of the file</legend>
        <div className="grid gap-3 sm:grid-cols-2">
          {header.map((name, at) => (
            <SelectField
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a file keep their places, and two may have one name
              key={at}
              form={form}
              name={`columns.${at}`}
              label={name || `Column ${at + 1}`}
              choices={meanings}
            />
          ))}
        </div>
      </fieldset>
    </Form>
  );
}
