import { useSyncExternalStore } from 'react';

/** The requests that were refused for the lack of a code. */
let waiting: ((isGiven: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/**
 * Asks the person for a code from the authenticator app. False if they would rather not give one, or the page asks for
 * none.
 */
export function requestCode(): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false);
  return new Promise((answered) => {
    waiting = [...waiting, answered];
    tell();
  });
}

/** Ends the wait of all requests. */
export function answerCodeRequests(isGiven: boolean): void {
  const all = waiting;
  waiting = [];
  tell();
  for (const answered of all) answered(isGiven);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const isWaiting = () => waiting.length > 0;

export const useIsCodeRequested = (): boolean => useSyncExternalStore(subscribe, isWaiting, isWaiting);
