import { forgotPasswordInput, linkTokenInput, resetPasswordInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Form, InputField } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { startAnew } from '../accounts/me.ts';

const passwordHint = 'At least 10 characters. A few words that only you would put together are good.';

/** Asks for an address, and sends something there if it is one that the portal knows: that it does not tell. */
function MailMe({
  action,
  ask,
  promise,
}: {
  action: string;
  ask: (input: { email: string }) => Promise<unknown>;
  /** What is on its way, if it is. */
  promise: string;
}) {
  const form = useSchemaForm(forgotPasswordInput, { email: '' });
  const [isSent, setSent] = useState(false);
  if (isSent) {
    return (
      <Notice kind="ok" title="Look into your mail">
        <p>{promise}</p>
      </Notice>
    );
  }
  return (
    <Form
      form={form}
      action={action}
      working="Sending…"
      labels={{ email: 'E-mail address' }}
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
  const { mutateAsync } = useMutation(api.accounts.forgotPassword.mutationOptions());
  return (
    <div className="space-y-6">
      <PageHeading title="Choose a new password" />
      <MailMe
        action="Send me a link"
        ask={mutateAsync}
        promise="If there is an account with this address, a link is on its way. It is good for one hour."
      />
    </div>
  );
}

export function ResetPage({ token }: { token: string }) {
  const form = useSchemaForm(resetPasswordInput, { token, password: '' });
  const { mutateAsync, data } = useMutation(api.accounts.resetPassword.mutationOptions());
  const isOver = data?.outcome === 'over' || !linkTokenInput.safeParse({ token }).success;
  return (
    <div className="space-y-6">
      <PageHeading title="Choose a new password" />
      {isOver ? (
        <Notice kind="warn" title="This link is good no more">
          <p>It was used already, or it is older than an hour.</p>
          <Link to="/forgot" className={buttonClass()}>
            Send me another one
          </Link>
        </Notice>
      ) : data?.outcome === 'changed' ? (
        <Notice kind="ok" title="Your password is changed">
          <p>You were signed out everywhere.</p>
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

/** With a button: a mail scanner that opens the links of a mail must not use them up. */
export function VerifyPage({ token }: { token: string }) {
  const { mutate, data, error, isPending, isIdle } = useMutation(
    api.accounts.confirmEmail.mutationOptions({ onSuccess: startAnew }),
  );
  const again = useMutation(api.accounts.sendConfirmationAgain.mutationOptions());
  const isOver = data?.outcome === 'over' || !linkTokenInput.safeParse({ token }).success;
  return (
    <div className="space-y-6">
      <PageHeading title="Confirm your e-mail address" />
      {isOver ? (
        <>
          <Notice kind="warn" title="This link is good no more">
            <p>It was used already, or it is older than a day.</p>
            <Link to="/application" className={buttonClass()}>
              See my application
            </Link>
          </Notice>
          <h2 className="text-h3 font-semibold">Not confirmed yet?</h2>
          <MailMe
            action="Send me another link"
            ask={again.mutateAsync}
            promise="If there is something to confirm at this address, a link is on its way. It is good for a day."
          />
        </>
      ) : data ? (
        <Notice kind="ok" title="Your address is confirmed">
          <p>
            {data.outcome === 'confirmed'
              ? 'Your application is with our staff now.'
              : 'It is your account’s address from now on.'}
          </p>
          {data.outcome === 'confirmed' ? (
            <Link to="/application" className={buttonClass('primary')}>
              See my application
            </Link>
          ) : (
            <Link to="/settings" className={buttonClass('primary')}>
              Account settings
            </Link>
          )}
        </Notice>
      ) : (
        <>
          {error && <ErrorPanel what="The address could not be confirmed" error={error} />}
          {(isIdle || isPending || error) && (
            <Button look="primary" aria-disabled={isPending} onClick={() => !isPending && mutate({ token })}>
              {isPending ? 'Confirming…' : 'Confirm this address'}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
