import { useLocation } from '@tanstack/react-router';
import { Notice } from '../../ui/notice.tsx';
import { SignInAgain } from '../../ui/sign-in-again.tsx';
import { useHasLostSession } from './lost-session.ts';

/** Says at the top of the page that the session ended elsewhere. The page below stays, with all that was typed. */
export function SignedOutNotice() {
  const isLost = useHasLostSession();
  const isSigningIn = useLocation({ select: ({ pathname }) => pathname === '/sign-in' });
  if (!isLost || isSigningIn) return null;
  return (
    <div className="mb-6">
      <Notice kind="warn" title="You were signed out">
        <p>
          Your session ended, for example in another tab. To keep what you typed here, sign in in another tab
          and come back.
        </p>
        <SignInAgain />
      </Notice>
    </div>
  );
}
