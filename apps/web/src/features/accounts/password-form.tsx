import { changePasswordInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';

export default function PasswordForm({ done }: { done: () => void }) {
  const form = useSchemaForm(changePasswordInput, { currentPassword: '', newPassword: '' });
  const { mutateAsync } = useMutation(api.signIn.changePassword.mutationOptions());
  return (
    <Form
      form={form}
      action="Change my password"
      working="Changing…"
      labels={{ currentPassword: 'Current password', newPassword: 'New password' }}
      submit={async (values) => {
        await mutateAsync(values);
        await queryClient.invalidateQueries(api.signIn.listSessions.pathFilter());
        toast('Your password has been changed. You’re signed out everywhere else.');
      }}
      done={done}
    >
      <InputField
        form={form}
        name="currentPassword"
        label="Current password"
        type="password"
        autoComplete="current-password"
      />
      <InputField
        form={form}
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters."
      />
    </Form>
  );
}
