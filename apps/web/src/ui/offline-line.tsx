import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import { onReturn, useIsOffline } from '../lib/connection.ts';
import { formatTime } from '../lib/formats.ts';
import { toast } from './toasts.ts';

/**
 * Says above the page that the portal cannot be reached, and how old the page’s answers are. When it can be reached again,
 * the page asks anew.
 */
export function OfflineLine() {
  const isOffline = useIsOffline();
  const queries = useQueryClient();
  useEffect(
    () =>
      onReturn(() => {
        void queries.refetchQueries({ type: 'active' });
        toast('You’re back online.', { about: 'connection' });
      }),
    [queries],
  );
  const times = queries
    .getQueryCache()
    .findAll({ type: 'active' })
    .map(({ state }) => state.dataUpdatedAt)
    .filter((at) => at > 0);
  return (
    <div aria-live="polite" data-offline className="sticky top-0 z-[1060] print:hidden">
      {isOffline && (
        <p className="flex items-center gap-2 border-b border-warn bg-warn-tint px-4 py-2 text-dense lg:px-8">
          <WifiOff aria-hidden className="size-4 shrink-0 text-warn" />
          {times.length > 0
            ? `Offline: showing data from ${formatTime(Math.min(...times))}.`
            : 'Offline. This page loads when you’re connected again.'}
        </p>
      )}
    </div>
  );
}
