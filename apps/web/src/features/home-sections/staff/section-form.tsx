import { addHomeSectionInput, changeHomeSectionInput, sectionIcons } from '@namc/inputs/home-sections';
import { useMutation } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { api } from '../../../lib/api.ts';
import { InputField, SelectField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { iconWords, type StaffSection } from './staff-section.ts';

interface Done {
  /** Receives the words for the toast. */
  done: (words: string) => Promise<void>;
}

const labels = { kind: 'Kind', title: 'Title', body: 'Text', icon: 'Icon' };
const icons = sectionIcons.map((value) => ({ value, label: iconWords[value] }));

/** The words of a section, or of a new one. */
export function SectionForm({ section, done }: Done & { section: StaffSection | undefined }) {
  return section ? <Edit section={section} done={done} /> : <Add done={done} />;
}

function Add({ done }: Done) {
  const form = useSchemaForm(
    addHomeSectionInput,
    { kind: 'TEXT', title: '', body: '', icon: 'badge' },
    { key: 'home section', names: ['kind', 'title', 'body', 'icon'] },
  );
  const kind = useWatch({ control: form.control, name: 'kind' });
  const { mutateAsync } = useMutation(api.homeSections.add.mutationOptions());
  return (
    <Form
      form={form}
      action="Add the section"
      working="Adding…"
      labels={labels}
      submit={(values) => mutateAsync(values)}
      done={() => done('Section added at the end of the page.')}
    >
      <SelectField
        form={form}
        name="kind"
        label="Kind"
        choices={[
          { value: 'TEXT', label: 'Text, with a picture if you like' },
          { value: 'BENEFIT', label: 'Benefit: a card beside other benefits' },
        ]}
      />
      <InputField form={form} name="title" label="Title" />
      <TextareaField form={form} name="body" label="Text" isOptional />
      {kind === 'BENEFIT' && <SelectField form={form} name="icon" label="Icon" choices={icons} />}
    </Form>
  );
}

function Edit({ section, done }: Done & { section: StaffSection }) {
  const { id: sectionId, updatedAt: seenAt, title, body, icon } = section;
  const form = useSchemaForm(
    changeHomeSectionInput,
    { sectionId, seenAt, title, body, icon },
    { key: `home section ${sectionId} ${seenAt}`, names: ['title', 'body', 'icon'] },
  );
  const { mutateAsync } = useMutation(api.homeSections.change.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={labels}
      submit={(values) => mutateAsync(values)}
      done={() => done('Section saved.')}
    >
      <InputField form={form} name="title" label="Title" />
      <TextareaField form={form} name="body" label="Text" isOptional />
      {section.kind === 'BENEFIT' && <SelectField form={form} name="icon" label="Icon" choices={icons} />}
    </Form>
  );
}
