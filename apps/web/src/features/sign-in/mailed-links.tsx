import { linkToken, requestPasswordResetInput, resetPasswordInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { resetForNewSession } from '../accounts/me.ts';

const passwordHint = 'At least 10 characters. A few words that only you would put together work well.';

/** Asks for an address and mails a link there. The page does not reveal whether the portal knows the address. */
function MailMe({
  action,
  ask,
  promise,
}: {
  action: string;
  ask: (input: { email: string }) => Promise<unknown>;
  /** The text after sending. */
  promise: string;
}) {
  const form = useSchemaForm(requestPasswordResetInput, { email: '' });
  const [isSent, setSent] = useState(false);
  if (isSent) {
    return (
      <Notice kind="ok" title="Check your inbox">
        <p>{promise}</p>
      </Notice>
    );
  }
  return (
    <Form
      form={form}
      action={action}
      working="Sending…"
      labels={{ email: 'Email address' }}
      submit={async (values) => {
        await ask(values);
        setSent(true);
      }}
    >
      <EmailField form={form} autoComplete="username" />
    </Form>
  );
}

export function ForgotPage() {
  const { mutateAsync } = useMutation(api.signIn.requestPasswordReset.mutationOptions());
  return (
    <div className="space-y-6">
      <PageHeading title="Choose a new password" />
      <MailMe
        action="Send me a link"
        ask={mutateAsync}
        promise="If this address has an account, a link is on its way. It works for one hour."
      />
    </div>
  );
}

export function ResetPage({ token }: { token: string }) {
  const form = useSchemaForm(resetPasswordInput, { token, password: '' });
  const { mutateAsync, data } = useMutation(api.signIn.resetPassword.mutationOptions());
  const isExpired = data?.outcome === 'expired' || !linkToken.safeParse(token).success;
  return (
    <div className="space-y-6">
      <PageHeading title="Choose a new password" />
      {isExpired ? (
        <Notice kind="warn" title="This link has expired">
          <p>It was already used, or it’s more than an hour old.</p>
          <Link to="/forgot" className={buttonClass()}>
            Send a new link
          </Link>
        </Notice>
      ) : data?.outcome === 'changed' ? (
        <Notice kind="ok" title="Your password has been changed">
          <p>You’ve been signed out everywhere.</p>
          <Link to="/sign-in" className={buttonClass('primary')}>
            Sign in
          </Link>
        </Notice>
      ) : (
        <Form
          form={form}
          action="Change my password"
          working="Changing…"
          labels={{ password: 'New password' }}
          submit={(values) => mutateAsync(values)}
        >
          <InputField
            form={form}
            name="password"
            label="New password"
            type="password"
            autoComplete="new-password"
            hint={passwordHint}
          />
        </Form>
      )}
    </div>
  );
}

/** Confirms on a click, because mail scanners open links and would use them up. */
export function VerifyPage({ token }: { token: string }) {
  const { mutate, data, error, isPending, isIdle } = useSingleMutation(
    api.accounts.confirmEmail.mutationOptions({ onSuccess: resetForNewSession }),
  );
  const again = useMutation(api.accounts.resendConfirmation.mutationOptions());
  const isExpired = data?.outcome === 'expired' || !linkToken.safeParse(token).success;
  return (
    <div className="space-y-6">
      <PageHeading title="Confirm your email address" />
      {isExpired ? (
        <>
          <Notice kind="warn" title="This link has expired">
            <p>It was already used, or it’s more than a day old.</p>
            <Link to="/application" className={buttonClass()}>
              View my application
            </Link>
          </Notice>
          <h2 className="text-h3 font-semibold">Haven’t confirmed yet?</h2>
          <MailMe
            action="Send a new link"
            ask={again.mutateAsync}
            promise="If this address is waiting to be confirmed, a link is on its way. It works for one day."
          />
        </>
      ) : data ? (
        <Notice kind="ok" title="Your email address is confirmed">
          <p>
            {data.outcome === 'confirmed'
              ? 'We’re reviewing your application.'
              : 'It’s now the address of your account.'}
          </p>
          {data.outcome === 'confirmed' ? (
            <Link to="/application" className={buttonClass('primary')}>
              View my application
            </Link>
          ) : (
            <Link to="/settings" className={buttonClass('primary')}>
              Account settings
            </Link>
          )}
        </Notice>
      ) : (
        <>
          {error && <ErrorPanel what="Couldn’t confirm your address" error={error} />}
          {(isIdle || isPending || error) && (
            <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ token })}>
              {isPending ? 'Confirming…' : 'Confirm this address'}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
