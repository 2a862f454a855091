import { changeEmailInput } from '@namc/inputs/accounts';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { EmailField } from '../../../ui/email-field.tsx';
import { Form } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import type { Me } from '../me.ts';
import { PasswordField } from './password-field.tsx';
import { Section } from './section.tsx';

export function EmailSection({ me }: { me: Me }) {
  const form = useSchemaForm(changeEmailInput, { currentPassword: '', email: '' });
  const { mutateAsync, isSuccess } = useMutation(api.accounts.changeEmail.mutationOptions());
  return (
    <Section title="Email address">
      <p>
        Your email address is <strong>{me.email}</strong>.
      </p>
      {isSuccess && (
        <Notice kind="ok" title="Check the inbox of your new address">
          <p>The change takes effect when you click the link we sent there.</p>
        </Notice>
      )}
      <Form
        form={form}
        action="Change my email"
        working="Sending…"
        clears
        labels={{ email: 'New email address', currentPassword: 'Password' }}
        submit={async (values) => {
          await mutateAsync(values);
        }}
      >
        <EmailField form={form} label="New email address" autoComplete="email" />
        <PasswordField form={form} />
      </Form>
    </Section>
  );
}
