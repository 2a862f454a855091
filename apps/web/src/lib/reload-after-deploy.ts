const mark = 'reloaded-for';

/**
 * After a deploy the parts that an open page has not loaded yet are gone under their old names. The page
 * is loaded anew, once: when that does not help, the error is shown like any other.
 */
export function reloadAfterDeploy(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem(mark) === document.location.href) return;
    sessionStorage.setItem(mark, document.location.href);
    event.preventDefault();
    document.location.reload();
  });
}
