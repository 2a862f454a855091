import { resetPasswordInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Form } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { resetForNewSession } from '../../accounts/me.ts';
import { commonReasons, type GoodLink, LinkPage, type LinkProblem } from './link-page.tsx';
import { NewPassword } from './new-password.tsx';

export function ResetPage() {
  return (
    <LinkPage
      title="Choose a new password"
      purpose="RESET_PASSWORD"
      good={(link) => <ResetForm {...link} />}
      bad={(problem) => <NotReset problem={problem} />}
    />
  );
}

function ResetForm({ token, email, recheck }: GoodLink) {
  const form = useSchemaForm(resetPasswordInput, { token, password: '' });
  const { mutateAsync, data } = useMutation(api.signIn.resetPassword.mutationOptions());
  if (data?.outcome === 'changed') {
    return (
      <Notice kind="ok" title="Your password has been changed">
        <p>You’ve been signed out everywhere.</p>
        <Link to="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </Notice>
    );
  }
  return (
    <Form
      form={form}
      action="Change my password"
      working="Changing…"
      labels={{ password: 'New password' }}
      submit={async (values) => {
        const { outcome } = await mutateAsync(values);
        await (outcome === 'changed' ? resetForNewSession() : recheck());
      }}
    >
      <NewPassword form={form} label="New password" email={email} />
    </Form>
  );
}

const reasons: Record<LinkProblem, [title: string, text: string]> = {
  used: [
    'You have already used this link',
    'Your new password is set. If you don’t remember it, ask for another link.',
  ],
  replaced: ['There’s a newer link', 'We sent you another email after this one. Use the link in the newest.'],
  expired: ['This link has expired', 'A link works for one hour.'],
  void: [
    'This link no longer works',
    'The account’s password, email address or two-step sign-in changed after we sent it.',
  ],
  ...commonReasons,
};

function NotReset({ problem }: { problem: LinkProblem }) {
  const [title, text] = reasons[problem];
  return (
    <Notice kind="warn" title={title}>
      <p>{text}</p>
      <div className="flex flex-wrap gap-3">
        <Link to="/forgot" className={buttonClass(problem === 'used' ? undefined : 'primary')}>
          Send a new link
        </Link>
        {problem === 'used' && (
          <Link to="/sign-in" className={buttonClass('primary')}>
            Sign in
          </Link>
        )}
      </div>
    </Notice>
  );
}
