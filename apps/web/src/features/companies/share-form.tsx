import { audiences, shareCompanyInput } from '@namc/inputs/companies';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { SelectField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { type OfCompany, sendAndTell } from './company-forms.tsx';
import { audienceWords, directoryWords } from './company-words.ts';

const choicesOf = (words: typeof audienceWords) => audiences.map((value) => ({ value, label: words[value] }));

/** Who finds the company in the directory, and who sees each way to reach it. */
export default function ShareForm({ company, done }: OfCompany) {
  const form = useSchemaForm(shareCompanyInput, {
    companyId: company.id,
    directoryAudience: company.directoryAudience,
    phoneAudience: company.phoneAudience,
    emailAudience: company.emailAudience,
    websiteAudience: company.websiteAudience,
    streetAudience: company.streetAudience,
  });
  const { mutateAsync } = useMutation(api.companies.share.mutationOptions());
  const choices = choicesOf(audienceWords);
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        directoryAudience: 'In the directory',
        phoneAudience: 'Phone',
        emailAudience: 'Email',
        websiteAudience: 'Website',
        streetAudience: 'Street',
      }}
      submit={sendAndTell(mutateAsync, 'Who sees what is updated.')}
      done={done}
    >
      <SelectField
        form={form}
        name="directoryAudience"
        label="In the directory"
        choices={choicesOf(directoryWords)}
        hint="Visitors see the name, city, county, trades and verified certifications, and what you let everyone see below."
      />
      <SelectField form={form} name="phoneAudience" label="Phone" choices={choices} />
      <SelectField form={form} name="emailAudience" label="Email" choices={choices} />
      <SelectField form={form} name="websiteAudience" label="Website" choices={choices} />
      <SelectField
        form={form}
        name="streetAudience"
        label="Street"
        choices={choices}
        hint={
          company.addressShown === 'FULL'
            ? undefined
            : 'Nobody sees the street now. To show it, choose “The whole address” with your place.'
        }
      />
    </Form>
  );
}
