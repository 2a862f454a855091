const mark = 'reloaded-after-deploy';
const settledMs = 10_000;

/**
 * After a deploy, chunks that an open page has not loaded yet no longer exist under their old names. The page
 * reloads once. If that does not help, the error is shown like any other.
 */
export function reloadAfterDeploy(): void {
  const storage = openStorage();
  // There is nowhere to record the attempt. An error is better than reloading forever.
  if (!storage) return;
  window.addEventListener('vite:preloadError', () => {
    if (storage.getItem(mark)) return;
    storage.setItem(mark, 'yes');
    document.location.reload();
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
