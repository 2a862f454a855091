import { changeEmailInput } from '@namc/inputs/accounts';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { PasswordField } from './password-field.tsx';

export default function EmailForm({ done }: { done: () => void }) {
  const form = useSchemaForm(changeEmailInput, { currentPassword: '', email: '' });
  const { mutateAsync } = useMutation(api.accounts.changeEmail.mutationOptions());
  return (
    <Form
      form={form}
      action="Change my email"
      working="Sending…"
      labels={{ email: 'New email address', currentPassword: 'Password' }}
      submit={async (values) => {
        await mutateAsync(values);
        await queryClient.invalidateQueries(api.accounts.findEmailChange.pathFilter());
      }}
      done={done}
    >
      <EmailField form={form} label="New email address" autoComplete="email" />
      <PasswordField form={form} />
    </Form>
  );
}
