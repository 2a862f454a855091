import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const Announce = createContext<(message: string) => void>(() => undefined);

/** The one live region of the page: what happened without a change of page is said here, once. */
export function Announcer({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState('');
  const announce = useCallback((next: string) => setMessage(next), []);
  return (
    <Announce value={announce}>
      {children}
      <div aria-live="polite" className="sr-only" data-announcer>
        {message}
      </div>
    </Announce>
  );
}

export function useAnnounce(): (message: string) => void {
  return useContext(Announce);
}
