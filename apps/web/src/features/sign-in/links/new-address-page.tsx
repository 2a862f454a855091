import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { resetForNewSession } from '../../accounts/me.ts';
import { commonReasons, type GoodLink, LinkPage, type LinkProblem } from './link-page.tsx';

/** Gives an account another address. */
export function NewAddressPage() {
  return (
    <LinkPage
      title="Confirm your new email address"
      purpose="CHANGE_EMAIL"
      good={(link) => <TakeAddress {...link} />}
      bad={(problem) => <NotChanged problem={problem} />}
    />
  );
}

function TakeAddress({ token, email, recheck }: GoodLink) {
  const { mutate, data, error, isPending } = useSingleMutation(
    api.accounts.takeNewAddress.mutationOptions({
      onSuccess: ({ outcome }) => (outcome === 'changed' ? resetForNewSession() : recheck()),
    }),
  );
  if (data?.outcome === 'changed') {
    return (
      <Notice kind="ok" title="Your email address has been changed">
        <p className="break-words">
          Sign in with {email} from now on. You’ve been signed out on your other devices.
        </p>
        <Link to="/settings" className={buttonClass('primary')}>
          Account settings
        </Link>
      </Notice>
    );
  }
  return (
    <>
      <p className="max-w-xl break-words">
        <strong>{email}</strong> will be the address of your account. You sign in with it, and we write to it.
      </p>
      {error && <ErrorPanel what="Couldn’t change your address" error={error} />}
      <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ token })}>
        {isPending ? 'Confirming…' : 'Confirm this address'}
      </Button>
    </>
  );
}

const reasons: Record<Exclude<LinkProblem, 'used'>, [title: string, text: string]> = {
  replaced: [
    'This change was replaced or canceled',
    'You asked for another change after this one, or signed a device out. To change your address, start again in your settings.',
  ],
  expired: ['This link has expired', 'A link works for one day. Ask for the change again in your settings.'],
  void: [
    'This change was canceled',
    'It was canceled, or your password or another part of your sign-in changed after you asked. To change your address, start again in your settings.',
  ],
  ...commonReasons,
};

function NotChanged({ problem }: { problem: LinkProblem }) {
  const [title, text] =
    problem === 'used'
      ? ['Your email address is already changed', 'You’ve already used this link.']
      : reasons[problem];
  return (
    <Notice kind={problem === 'used' ? 'ok' : 'warn'} title={title}>
      <p>{text}</p>
      <Link to="/settings" className={buttonClass()}>
        Account settings
      </Link>
    </Notice>
  );
}
