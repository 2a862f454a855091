import { useMatches, useNavigate } from '@tanstack/react-router';
import { useEffect, useId } from 'react';
import { queryClient } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import Modal from '../../ui/modal.tsx';
import { meQuery, resetForNewSession, tellOtherTabs } from '../accounts/me.ts';
import { SignInSteps } from './sign-in-steps.tsx';

/**
 * Covers a page whose session ended elsewhere. The page stays behind it with all that was typed, unseen, and comes back when
 * the same person signs in.
 */
export default function SignedOutDialog() {
  const id = useId();
  const navigate = useNavigate();
  const isPublic = useMatches({ select: (matches) => matches.some(({ routeId }) => routeId === '/_public') });
  useTitle('You were signed out');
  const leave = async () => {
    await resetForNewSession();
    if (!isPublic) await navigate({ to: '/' });
  };
  return (
    <Modal
      isCover
      labelledBy={id}
      // Only signing in and leaving end it.
      close={() => undefined}
      className="inset-0 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] space-y-4 overflow-y-auto overscroll-contain rounded-card border border-divider bg-raised p-5 shadow-overlay"
    >
      <h2 id={id} className="text-h3 font-semibold">
        You were signed out
      </h2>
      <p>Sign in to continue. We’ll keep what you typed on this page.</p>
      <SignInSteps
        heading={() => null}
        done={async () => {
          // The answer tells whether the same person is back.
          await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 });
          tellOtherTabs.now();
        }}
      >
        <Button onClick={() => void leave()}>
          {isPublic ? 'Continue without signing in' : 'Leave this page'}
        </Button>
      </SignInSteps>
    </Modal>
  );
}

/** The window's title may hold a name from the page behind. */
function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · NAMC NorCal`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
