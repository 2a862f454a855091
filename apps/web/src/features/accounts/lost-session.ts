import { useSyncExternalStore } from 'react';

interface Person {
  userId: string;
}

/** The person whose pages this tab shows. Null for a visitor, and after the person signed out here. */
let person: Person | null = null;
/** True after the person's session ended elsewhere, for example in another tab. */
let isLost = false;
/** True while the person signs out in this tab. Answers that are under way tell of somebody who is about to leave. */
let isLeaving = false;
/** The requests that wait for the person to sign in again. */
let waiting: ((isBack: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function end(isBack: boolean): void {
  isLost = false;
  const all = waiting;
  waiting = [];
  for (const listener of listeners) listener();
  for (const answered of all) answered(isBack);
}

/** The meaning for this tab of the portal's answer about who is here. */
export function noteWhoIsHere(me: Person | null): 'the same' | 'lost' | 'back' | 'another' {
  if (isLeaving) return 'the same';
  if (!me) {
    if (!person || isLost) return 'the same';
    isLost = true;
    for (const listener of listeners) listener();
    return 'lost';
  }
  if (person && person.userId !== me.userId) return 'another';
  person = me;
  if (!isLost) return 'the same';
  end(true);
  return 'back';
}

/** Called once the person has signed in or out in this tab: no session is lost then. */
export function forgetPerson(): void {
  isLeaving = false;
  person = null;
  end(false);
}

/** Called when the person begins to sign out in this tab, until `forgetPerson`. */
export function beginLeaving(): void {
  forgetPerson();
  isLeaving = true;
}

export const hasPerson = (): boolean => person !== null;
export const hasLostSession = (): boolean => isLost;

/** Resolves when the person is signed in again, and with false if that does not happen. */
export const waitForPerson = (): Promise<boolean> =>
  new Promise((answered) => {
    waiting.push(answered);
  });

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useHasLostSession = (): boolean =>
  useSyncExternalStore(subscribe, hasLostSession, hasLostSession);
