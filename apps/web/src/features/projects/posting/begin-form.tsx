import { createProjectInput } from '@namc/inputs/projects';
import { useMutation } from '@tanstack/react-query';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { refreshProjects } from '../project-queries.ts';
import { usePosting } from './posting-procedures.ts';

/** Begins a draft with a title, and opens it. */
export default function BeginForm({ open }: { open: (id: string) => Promise<void> }) {
  const form = useSchemaForm(createProjectInput, { title: '' });
  const { mutateAsync } = useMutation(usePosting().projects.create.mutationOptions());
  return (
    <Form
      form={form}
      action="Begin a draft"
      working="Beginning…"
      labels={{ title: 'Title' }}
      submit={async (values) => {
        const id = await mutateAsync(values);
        await refreshProjects();
        await open(id);
      }}
    >
      <InputField form={form} name="title" label="Title" hint="Such as “Reroofing of a school gym”" />
    </Form>
  );
}
