import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { useHasLostSession } from '../accounts/lost-session.ts';

const SignedOutDialog = lazy(patiently(() => import('./signed-out-dialog.tsx')));

/** Asks to sign in again, over the page, when the session ended elsewhere. */
export function LostSessionCover() {
  const isLost = useHasLostSession();
  // Pages on the way back in hold nothing of the person.
  const isOnTheWay = useLocation({
    select: ({ pathname }) => ['/sign-in', '/forgot', '/reset'].includes(pathname),
  });
  if (!isLost || isOnTheWay) return null;
  return (
    <Suspense>
      <SignedOutDialog />
    </Suspense>
  );
}
