import { audiences, shareCompanyInput } from '@namc/inputs/companies';
import type { firmReaders } from '@namc/inputs/directory';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { FirmFacts } from '../directory/firm-facts.tsx';
import { type OfCompany, sendAndTell } from './company-forms.tsx';
import { audienceWords, directoryWords } from './company-words.ts';

const choicesOf = (words: typeof audienceWords) => audiences.map((value) => ({ value, label: words[value] }));

/** Who finds the company in the directory, and who sees each way to reach it. */
export function ShareForm({ company, done }: OfCompany) {
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

/** The company as a visitor or a member sees it in the directory now. */
export function FirmPreview({
  companyId,
  reader,
}: {
  companyId: string;
  reader: (typeof firmReaders)[number];
}) {
  const { data, error, isPending, refetch } = useQuery({
    ...api.directory.findPreview.queryOptions({ companyId, reader }),
    staleTime: 0,
    gcTime: 0,
  });
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel what="Couldn’t load the preview" error={error} retry={refetch} />;
  if (!data)
    return (
      <p>
        {reader === 'VISITOR' ? 'Visitors' : 'Members'} don’t find your company. It stands in the directory
        while one of its people has an active membership, and as “Who sees what” says.
      </p>
    );
  return (
    <div className="space-y-4">
      <p className="text-lead font-semibold wrap-anywhere">{data.name}</p>
      <FirmFacts firm={data} />
    </div>
  );
}
