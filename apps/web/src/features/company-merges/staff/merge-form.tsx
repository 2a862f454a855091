import { mergeCompaniesInput } from '@namc/inputs/company-merges';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../../lib/api.ts';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form, WrongField } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import type { MergePair } from './compared.tsx';

/** Asks for the reason and the name of the company that goes, and merges. */
export function MergeForm({ pair: { company, duplicate } }: { pair: MergePair }) {
  const navigate = useNavigate();
  const form = useSchemaForm(
    mergeCompaniesInput,
    { companyId: company.id, duplicateId: duplicate.id, typedName: '', reason: '' },
    { key: `merge ${company.id} ${duplicate.id}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.companyMerges.merge.mutationOptions());
  return (
    <Form
      form={form}
      action="Merge the companies"
      isDangerous
      working="Merging…"
      labels={{ reason: 'Reason', typedName: 'Confirmation' }}
      submit={(values) => {
        if (values.typedName !== duplicate.name.trim())
          throw new WrongField('typedName', `Type ${duplicate.name} to confirm`);
        return mutateAsync(values);
      }}
      done={async () => {
        // The page of the two would ask for a company that is gone.
        await navigate({ to: '/admin/companies/$id/merge', params: { id: company.id }, search: {} });
        toast(`${duplicate.name} is part of ${company.name} now.`);
        await queryClient.invalidateQueries();
      }}
    >
      <TextareaField
        form={form}
        name="reason"
        label="Reason"
        hint="How you know that they are one firm. It stays in the audit trail. We email the people of both companies that they were merged."
      />
      <InputField
        form={form}
        name="typedName"
        label={`Type ${duplicate.name} to confirm`}
        autoComplete="off"
        spellCheck={false}
      />
    </Form>
  );
}
