import { formatPhone } from '@namc/inputs/phone';
import { changeProfileInput } from '@namc/inputs/profile';
import { useMutation } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { useEffect } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { PersonFields } from './person-fields.tsx';
import { personLabels } from './person-labels.ts';

type OwnProfile = inferOutput<typeof api.accounts.getProfile>;

export default function ProfileForm({ profile, done }: { profile: OwnProfile; done: () => void }) {
  const form = useSchemaForm(changeProfileInput, {
    firstName: profile.firstName,
    lastName: profile.lastName,
    phone: profile.phone ? formatPhone(profile.phone) : '',
    city: profile.city ?? '',
    zipCode: (profile.zipCode ?? '').slice(0, 5),
    skills: profile.skills,
  });
  // The dialog is open by the time this code has come.
  useEffect(() => form.setFocus('firstName'), [form]);
  const { mutateAsync } = useMutation(api.accounts.changeProfile.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={personLabels}
      submit={async (values) => {
        await mutateAsync(values);
        await Promise.all([
          queryClient.invalidateQueries(api.accounts.getProfile.pathFilter()),
          queryClient.invalidateQueries(api.accounts.findMe.pathFilter()),
        ]);
        toast('Profile updated.');
      }}
      done={done}
    >
      <PersonFields form={form} />
    </Form>
  );
}
