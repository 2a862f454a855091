import { confirmEmailInput } from '@namc/inputs/accounts';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Form } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { resetForNewSession, useSignedIn } from '../../accounts/me.ts';
import { commonReasons, type GoodLink, LinkPage, type LinkProblem } from './link-page.tsx';
import { MailMe } from './mail-me.tsx';
import { NewPassword } from './new-password.tsx';

/** Confirms the address of a new account, whose password is chosen here. */
export function ConfirmPage() {
  return (
    <LinkPage
      title="Confirm your email address"
      purpose="VERIFY_EMAIL"
      good={(link) => <ConfirmForm {...link} />}
      bad={(problem) => <NotConfirmed problem={problem} />}
    />
  );
}

function ConfirmForm({ token, email, recheck }: GoodLink) {
  const form = useSchemaForm(confirmEmailInput, { token, password: '' });
  const { mutateAsync, data } = useMutation(api.accounts.confirmEmail.mutationOptions());
  const me = useSignedIn();
  // Staff added the ones who are members already.
  const isMember = me?.status === 'ACTIVE' || me?.status === 'LAPSED';
  if (data?.outcome === 'confirmed') {
    return (
      <Notice kind="ok" title="Your email address is confirmed">
        {isMember ? (
          <>
            <p>You’re signed in to the members’ portal.</p>
            <Link to="/home" className={buttonClass('primary')}>
              Go to your home page
            </Link>
          </>
        ) : (
          <>
            <p>You’re signed in, and we’re reviewing your application.</p>
            <Link to="/application" className={buttonClass('primary')}>
              View my application
            </Link>
          </>
        )}
      </Notice>
    );
  }
  return (
    <>
      <p className="max-w-xl">
        Choose a password to finish. If you applied to join, we’ll start to review your application as soon as
        you do.
      </p>
      {me && (
        <p className="max-w-xl text-text-2">
          This browser is signed in as {me.email}. You’ll be signed out there.
        </p>
      )}
      <Form
        form={form}
        action="Confirm my address"
        working="Confirming…"
        labels={{ password: 'Password' }}
        submit={async (values) => {
          const { outcome } = await mutateAsync(values);
          await (outcome === 'confirmed' ? resetForNewSession() : recheck());
        }}
      >
        <NewPassword form={form} label="Password" email={email} />
      </Form>
    </>
  );
}

const reasons: Record<Exclude<LinkProblem, 'used'>, [title: string, text: string]> = {
  replaced: ['There’s a newer link', 'We sent you another email after this one. Use the link in the newest.'],
  expired: ['This link has expired', 'A link works for one day.'],
  void: ['This link no longer works', 'The account was changed after we sent it.'],
  ...commonReasons,
};

function NotConfirmed({ problem }: { problem: LinkProblem }) {
  const { mutateAsync } = useMutation(api.accounts.resendConfirmation.mutationOptions());
  if (problem === 'used') {
    return (
      <Notice kind="ok" title="Your email address is already confirmed">
        <p>You’ve already used this link, and your password is set.</p>
        <Link to="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </Notice>
    );
  }
  const [title, text] = reasons[problem];
  return (
    <>
      <Notice kind="warn" title={title}>
        <p>{text}</p>
      </Notice>
      <h2 className="text-h3 font-semibold">Haven’t confirmed yet?</h2>
      <MailMe
        action="Send a new link"
        ask={mutateAsync}
        promise="If this address is waiting to be confirmed, a link is on its way. It works for one day."
      />
    </>
  );
}
