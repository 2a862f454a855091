import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { resetForNewSession } from '../../accounts/me.ts';
import { commonReasons, type GoodLink, LinkPage, type LinkProblem } from './link-page.tsx';

/** Cancels a change of address that the owner of the account did not ask for. */
export function CancelChangePage() {
  return (
    <LinkPage
      title="Cancel your email address change"
      purpose="CANCEL_CHANGE"
      good={(link) => <Cancel {...link} />}
      bad={(problem) => <NotCanceled problem={problem} />}
    />
  );
}

function Cancel({ token, email, recheck }: GoodLink) {
  const { mutate, data, error, isPending } = useSingleMutation(
    api.accounts.cancelEmailChange.mutationOptions({
      onSuccess: ({ outcome }) => (outcome === 'canceled' ? resetForNewSession() : recheck()),
    }),
  );
  if (data?.outcome === 'canceled') {
    return (
      <Notice kind="ok" title="The change is canceled">
        <p className="break-words">
          The address of your account is still {email}. We signed out everyone who was using it.
        </p>
        <p>The person who asked for the change may know your password. Choose a new one now.</p>
        <Link to="/reset" state={{ linkToken: data.resetToken }} className={buttonClass('primary')}>
          Choose a new password
        </Link>
      </Notice>
    );
  }
  return (
    <>
      <p className="max-w-xl break-words">
        Your account keeps the address <strong>{email}</strong>, and everyone who is signed in to it is signed
        out. Then you choose a new password.
      </p>
      {error && <ErrorPanel what="Couldn’t cancel the change" error={error} />}
      <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ token })}>
        {isPending ? 'Canceling…' : 'Cancel the change'}
      </Button>
    </>
  );
}

const reasons: Record<LinkProblem, [title: string, text: string]> = {
  used: [
    'This change was already canceled',
    'You’ve already used this link. If you haven’t chosen a new password since, do it now.',
  ],
  replaced: ['There’s a newer link', 'Use the link in the newest email about the change.'],
  expired: ['This link has expired', 'A link works for three days.'],
  void: [
    'There’s nothing left to cancel',
    'The account’s address or password has changed since we sent this email. If your address was changed and it wasn’t you, contact us.',
  ],
  ...commonReasons,
};

function NotCanceled({ problem }: { problem: LinkProblem }) {
  const [title, text] = reasons[problem];
  return (
    <Notice kind={problem === 'used' ? 'ok' : 'warn'} title={title}>
      <p>{text}</p>
      <Link to="/forgot" className={buttonClass()}>
        Choose a new password
      </Link>
    </Notice>
  );
}
