const mark = 'reloaded-after-deploy';
const settledMs = 10_000;

/**
 * After a deploy the parts that an open page has not loaded yet are gone under their old names. The page
 * is loaded anew, once: when that does not help, the error is shown like any other.
 */
export function reloadAfterDeploy(): void {
  window.addEventListener('vite:preloadError', () => {
    if (sessionStorage.getItem(mark)) return;
    sessionStorage.setItem(mark, 'yes');
    document.location.reload();
  });
  // The next deploy deserves its own attempt.
  setTimeout(() => sessionStorage.removeItem(mark), settledMs);
}
