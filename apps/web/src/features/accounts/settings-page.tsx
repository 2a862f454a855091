import { changeEmailInput } from '@namc/inputs/accounts';
import { changePasswordInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { Me } from './me.ts';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { Change, PasswordField, SettingsSection } from './settings-section.tsx';
import { TwoFactorSettings } from './two-factor-settings.tsx';

/** Few people have this part. */
const AlertNotices = lazy(
  patiently(async () => ({ default: (await import('./alert-notices.tsx')).AlertNotices })),
);

// The last part of the page.
const OwnData = lazy(patiently(async () => ({ default: (await import('./own-data.tsx')).OwnData })));
const WaitingEmail = lazy(
  patiently(async () => ({ default: (await import('./waiting-email.tsx')).WaitingEmail })),
);

/** The facts of an account, each with the way to change it. */
export function SettingsPage({ me }: { me: Me }) {
  return (
    <div className="space-y-8">
      <PageHeading title="Account settings" />
      <Profile me={me} />
      <Email me={me} />
      <SettingsSection
        title="Password"
        change={<Change what="your password" form={(close) => <PasswordForm done={close} />} />}
      >
        <p>Your password is set. Changing it signs you out on your other devices.</p>
      </SettingsSection>
      <TwoFactorSettings me={me} />
      <Sessions />
      {me.permissions.includes('health.read') && (
        <Suspense>
          <AlertNotices />
        </Suspense>
      )}
      <Suspense>
        <OwnData />
      </Suspense>
    </div>
  );
}

function PasswordForm({ done }: { done: () => void }) {
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

function Email({ me }: { me: Me }) {
  return (
    <SettingsSection
      title="Email address"
      change={<Change what="your email address" form={(close) => <EmailForm done={close} />} />}
    >
      <p className="break-words">{me.email}</p>
      <Suspense>
        <WaitingEmail />
      </Suspense>
    </SettingsSection>
  );
}

function EmailForm({ done }: { done: () => void }) {
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
