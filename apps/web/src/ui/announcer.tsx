import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { ToastRegion } from './toast-region.tsx';

const Announce = createContext<(message: string) => void>(() => undefined);

/**
 * Holds the page's live regions: one for screen readers alone, such as a count of results, and one for toasts.
 */
export function Announcer({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState('');
  const announce = useCallback((next: string) => setMessage(next), []);
  return (
    <Announce value={announce}>
      {children}
      <div aria-live="polite" className="sr-only" data-announcer>
        {message}
      </div>
      <ToastRegion />
    </Announce>
  );
}

export function useAnnounce(): (message: string) => void {
  return useContext(Announce);
}
