import { changeEmailInput } from '@namc/inputs/accounts';
import { changePasswordInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { Me } from './me.ts';
import { OwnData } from './own-data.tsx';
import { Sessions } from './sessions.tsx';
import { PasswordField, SettingsSection } from './settings-section.tsx';
import { TwoFactorSettings } from './two-factor-settings.tsx';

export function SettingsPage({ me }: { me: Me }) {
  return (
    <div className="space-y-10">
      <PageHeading title="Account settings" />
      <Password />
      <Email me={me} />
      <TwoFactorSettings me={me} />
      <Sessions />
      <OwnData />
    </div>
  );
}

function Password() {
  const form = useSchemaForm(changePasswordInput, { currentPassword: '', newPassword: '' });
  const { mutateAsync } = useMutation(api.signIn.changePassword.mutationOptions());
  return (
    <SettingsSection title="Password">
      <Form
        form={form}
        action="Change my password"
        working="Changing…"
        clears
        labels={{ currentPassword: 'Current password', newPassword: 'New password' }}
        submit={async (values) => {
          await mutateAsync(values);
          await queryClient.invalidateQueries(api.signIn.listSessions.pathFilter());
          toast('Your password has been changed. You’re signed out everywhere else.');
        }}
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
    </SettingsSection>
  );
}

function Email({ me }: { me: Me }) {
  const form = useSchemaForm(changeEmailInput, { currentPassword: '', email: '' });
  const { mutateAsync, isSuccess } = useMutation(api.accounts.changeEmail.mutationOptions());
  return (
    <SettingsSection title="Email address">
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
    </SettingsSection>
  );
}
