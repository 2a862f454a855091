import { isReachable } from './connection.ts';

const mark = 'reloaded-after-deploy';
const settledMs = 10_000;

/**
 * After a deploy, chunks that an open page has not loaded yet no longer exist under their old names. The page
 * reloads once. If that does not help, the error is shown like any other. Without a connection nothing reloads: the browser
 * would throw the page away and show its own.
 */
export function reloadAfterDeploy(): void {
  const storage = openStorage();
  // There is nowhere to record the attempt. An error is better than reloading forever.
  if (!storage) return;
  window.addEventListener('vite:preloadError', ({ payload }) => {
    // The router reloads by itself, connection or not, unless it reads here that it has done so.
    storage.setItem(`tanstack_router_reload:${payload.message}`, '1');
    if (storage.getItem(mark)) return;
    void isReachable().then((isThere) => {
      if (!isThere || storage.getItem(mark)) return;
      storage.setItem(mark, 'yes');
      document.location.reload();
    });
  });
  // The next deploy deserves its own attempt.
  setTimeout(() => storage.removeItem(mark), settledMs);
}

function openStorage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
