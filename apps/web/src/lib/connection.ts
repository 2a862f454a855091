import { useSyncExternalStore } from 'react';

const pingEveryMs = 5_000;
const patienceMs = 5_000;

let isOffline = false;
let timer: ReturnType<typeof setInterval> | undefined;
let asked: Promise<boolean> | undefined;
const listeners = new Set<() => void>();
const returned = new Set<() => void>();

/**
 * Asks the portal whether it can be reached. The browser’s own word is not asked: it says “online” behind a router without
 * a line.
 */
export function isReachable(): Promise<boolean> {
  asked ??= fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) })
    .then(({ ok }) => ok)
    .catch(() => false)
    .then((isThere) => {
      asked = undefined;
      note(isThere);
      return isThere;
    });
  return asked;
}

function note(isThere: boolean): void {
  if (isOffline !== isThere) return;
  isOffline = !isThere;
  clearInterval(timer);
  if (isOffline) timer = setInterval(() => void isReachable(), pingEveryMs);
  for (const listener of listeners) listener();
  if (isThere) for (const listener of [...returned]) listener();
}

/** Calls `run` each time that the portal can be reached again. Returns the function that ends this. */
export function onReturn(run: () => void): () => void {
  returned.add(run);
  return () => void returned.delete(run);
}

/** Asks at once when the browser says that the line is back. */
export function watchConnection(): void {
  window.addEventListener('online', () => isOffline && void isReachable());
}

/**
 * Loads a part of the portal that comes after the page. If the portal cannot be reached, the page waits for it with what it
 * shows, and loads the part then. The server paints the page as it is before such a part.
 */
export const patiently = <Part>(load: () => Promise<Part>): (() => Promise<Part>) =>
  import.meta.env.SSR ? () => new Promise(() => undefined) : patientlyWithPage(load);

/** The same for a part that comes with the page. */
export const patientlyWithPage =
  <Part>(load: () => Promise<Part>): (() => Promise<Part>) =>
  () =>
    load().catch(async (error: unknown) => {
      if (await isReachable()) throw error;
      await new Promise<void>((isBack) => {
        const stop = onReturn(() => {
          stop();
          isBack();
        });
      });
      return load();
    });

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const isOfflineNow = () => isOffline;

/** True while the portal cannot be reached. */
export const useIsOffline = (): boolean => useSyncExternalStore(subscribe, isOfflineNow, isOfflineNow);
