import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isReachable, onReturn, useIsOffline } from '../../lib/connection.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

/** Shown for a page whose code failed or could not be loaded. */
export function PageFailure({ error }: { error: unknown }) {
  const isOffline = useIsOffline();
  useEffect(() => onReturn(() => document.location.reload()), []);
  if (isOffline) return <NoConnection />;
  return (
    <div className="max-w-[70ch] space-y-4">
      <PageHeading title="This page didn’t open" />
      <ErrorPanel
        what="Something on this page failed"
        error={error}
        // Without a connection, the browser would show its own page in place of this one.
        retry={() => void isReachable().then((isThere) => isThere && document.location.reload())}
      />
    </div>
  );
}

/** The page’s code was never loaded here. The page loads by itself when the portal can be reached again. */
function NoConnection() {
  const [isTrying, setTrying] = useState(false);
  const tryAgain = async () => {
    setTrying(true);
    await isReachable();
    setTrying(false);
  };
  return (
    <div className="max-w-[70ch] space-y-4">
      <PageHeading title="You’re offline" />
      <p className="flex items-start gap-2">
        <WifiOff aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
        This page opens as soon as you’re connected again. To see the last page, go back.
      </p>
      <Button aria-disabled={isTrying} onClick={() => void tryAgain()}>
        {isTrying ? 'Trying…' : 'Try again'}
      </Button>
    </div>
  );
}
