import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { useHasLostSession } from '../accounts/lost-session.ts';

const SignedOutDialog = lazy(patiently(() => import('./signed-out-dialog.tsx')));

/** Asks to sign in again, over the page, when the session ended elsewhere. */
export function LostSessionCover() {
  const isLost = useHasLostSession();
  if (!isLost) return null;
  return (
    <Suspense>
      <SignedOutDialog />
    </Suspense>
  );
}
