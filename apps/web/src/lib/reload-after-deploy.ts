const mark = 'reloaded-after-deploy';
const settledMs = 10_000;

/**
 * After a deploy the parts that an open page has not loaded yet are gone under their old names. The page
 * is loaded anew, once: when that does not help, the error is shown like any other.
 */
export function reloadAfterDeploy(): void {
  const storage = openStorage();
  // Nowhere to note the attempt: better an error than loading again and again.
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
