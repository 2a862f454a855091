import { changeEmailInput } from '@namc/inputs/accounts';
import { changePasswordInput } from '@namc/inputs/sign-in';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { formatInstant } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { Me } from './me.ts';
import { OwnData } from './own-data.tsx';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { Change, PasswordField, SettingsSection } from './settings-section.tsx';
import { TwoFactorSettings } from './two-factor-settings.tsx';

/** Few people have this part. */
const AlertNotices = lazy(
  patiently(async () => ({ default: (await import('./alert-notices.tsx')).AlertNotices })),
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
      <OwnData />
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
      <WaitingEmail />
    </SettingsSection>
  );
}

const refreshEmailChange = () => queryClient.invalidateQueries(api.accounts.findEmailChange.pathFilter());

const failed = ({ message }: { message: string }) => toast(message, { kind: 'failed', about: 'email-change' });

/** The address that the account is to get once its link is used. */
function WaitingEmail() {
  const { data: waiting } = useQuery(api.accounts.findEmailChange.queryOptions());
  const again = useSingleMutation(
    api.accounts.resendEmailChange.mutationOptions({
      onSuccess: () => toast('We sent the link again. Check the inbox of your new address.'),
      onError: failed,
      onSettled: refreshEmailChange,
    }),
  );
  const withdraw = useSingleMutation(
    api.accounts.withdrawEmailChange.mutationOptions({
      onSuccess: () => toast('Your email address stays as it is.'),
      onError: failed,
      onSettled: refreshEmailChange,
    }),
  );
  if (!waiting) return null;
  const isBusy = again.isPending || withdraw.isPending;
  return (
    <Notice kind="info" title={`Check the inbox of ${waiting.email}`}>
      <p>
        Your address changes when you click the link we sent there. The link works until{' '}
        {formatInstant(waiting.until)}.
      </p>
      <p className="flex flex-wrap gap-2">
        <Button aria-disabled={isBusy} onClick={() => again.mutate()}>
          Send it again
        </Button>
        <Button aria-disabled={isBusy} onClick={() => withdraw.mutate()}>
          Cancel the change
        </Button>
      </p>
    </Notice>
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
        await refreshEmailChange();
      }}
      done={done}
    >
      <EmailField form={form} label="New email address" autoComplete="email" />
      <PasswordField form={form} />
    </Form>
  );
}
