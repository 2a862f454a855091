import { lazy, Suspense, useEffect, useState } from 'react';
import { patiently } from '../lib/connection.ts';
import { useToasts } from './toasts.ts';

const ToastList = lazy(patiently(() => import('./toast-list.tsx')));

/**
 * The live region of toasts. It must exist before the first message, or screen readers would not read that message.
 */
export function ToastRegion() {
  const toasts = useToasts();
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <section
      aria-label="Messages, F8"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-[1400] p-4 max-lg:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] print:hidden"
    >
      {isReady && toasts.length > 0 && (
        <Suspense>
          <ToastList toasts={toasts} />
        </Suspense>
      )}
    </section>
  );
}
