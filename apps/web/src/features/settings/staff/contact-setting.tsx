import { formatPhone } from '@namc/inputs/phone';
import { changeContactInput } from '@namc/inputs/settings';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

/** The contact details that pages, printed records and letters show. */
export function ContactSetting() {
  const { data, error, isPending, refetch } = useQuery(
    api.settings.getContact.queryOptions(undefined, { staleTime: 0 }),
  );
  return (
    <section aria-labelledby="contact" className="max-w-2xl space-y-4">
      <h2 id="contact" className="text-h3 font-semibold">
        Contact details
      </h2>
      <p className="text-dense text-text-2">
        Everyone sees these at the bottom of each page, on printed records, and in every email that the portal
        sends.
      </p>
      {isPending && <Loading />}
      {error && !data && (
        <ErrorPanel what="Couldn’t load the contact details" error={error} retry={refetch} />
      )}
      {data && <ContactForm contact={data} />}
    </section>
  );
}

function ContactForm({ contact }: { contact: inferOutput<typeof api.settings.getContact> }) {
  const form = useSchemaForm(changeContactInput, {
    address: contact.address,
    phone: contact.phone ? formatPhone(contact.phone) : '',
    email: contact.email ?? '',
  });
  const { mutateAsync } = useMutation(
    api.settings.changeContact.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.settings.pathFilter()),
    }),
  );
  return (
    <Form
      form={form}
      action="Save contact details"
      working="Saving…"
      labels={{ address: 'Mailing address', phone: 'Phone', email: 'Email address' }}
      submit={async (values) => {
        await mutateAsync(values);
        toast('Contact details saved. Pages and emails show them now.', { about: 'contact' });
      }}
    >
      <TextareaField form={form} name="address" label="Mailing address" isOptional rows={3} />
      <InputField form={form} name="phone" label="Phone" type="tel" autoComplete="off" isOptional />
      <InputField form={form} name="email" label="Email address" type="email" autoComplete="off" isOptional />
    </Form>
  );
}
