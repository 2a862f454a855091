import { useSyncExternalStore } from 'react';

/** True after the session of this page ended elsewhere, for example in another tab. */
let isLost = false;
/** The number of times that the person signed in or out in this tab. */
let changes = 0;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  isLost = next;
  for (const listener of listeners) listener();
}

/** Says that the session is lost, unless the person has signed in or out in this tab since `since`. */
export function loseSession(since: number): void {
  if (since === changes) set(true);
}

/** Says that the person signed in or out in this tab, so that nothing is lost. */
export function changeSession(): void {
  changes += 1;
  set(false);
}

export const sessionChanges = (): number => changes;
export const hasLostSession = (): boolean => isLost;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useHasLostSession = (): boolean => useSyncExternalStore(subscribe, hasLostSession);
