import { emailOnly, linkToken, passwordReset } from '@namc/inputs/accounts';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Form, InputField } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { startAnew } from './me.ts';

const passwordHint = 'At least 10 characters. A few words that only you would put together are good.';

export function ForgotPage() {
  const form = useSchemaForm(emailOnly, { email: '' });
  const { mutateAsync, isSuccess } = useMutation(api.accounts.forgotPassword.mutationOptions());
  return (
    <div className="space-y-6">
      <PageHeading title="Choose a new password" />
      {isSuccess ? (
        <Notice kind="ok" title="Look into your mail">
          <p>If there is an account with this address, a link is on its way. It is good for one hour.</p>
        </Notice>
      ) : (
        <Form
          form={form}
          action="Send me a link"
          working="Sending…"
          labels={{ email: 'E-mail address' }}
          submit={(values) => mutateAsync(values)}
        >
          <InputField
            form={form}
            name="email"
            label="E-mail address"
            type="email"
            autoComplete="username"
            spellCheck={false}
          />
        </Form>
      )}
    </div>
  );
}

export function ResetPage({ token }: { token: string }) {
  const form = useSchemaForm(passwordReset, { token, password: '' });
  const { mutateAsync, data } = useMutation(api.accounts.resetPassword.mutationOptions());
  const isOver = data?.outcome === 'over' || !linkToken.safeParse({ token }).success;
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
  const isOver = data?.outcome === 'over' || !linkToken.safeParse({ token }).success;
  return (
    <div className="space-y-6">
      <PageHeading title="Confirm your e-mail address" />
      {isOver ? (
        <Notice kind="warn" title="This link is good no more">
          <p>It was used already, or it is older than a day.</p>
          <Link to="/application" className={buttonClass()}>
            See my application
          </Link>
        </Notice>
      ) : data ? (
        <Notice kind="ok" title="Your address is confirmed">
          <p>
            {data.outcome === 'confirmed'
              ? 'Your application is with our staff now.'
              : 'It is your account’s address from now on.'}
          </p>
          <Link to="/application" className={buttonClass('primary')}>
            See my application
          </Link>
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
