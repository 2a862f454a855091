import { useCallback } from 'react';
import { openPalette } from '../palette/open-palette.ts';

/** Goes to the search field of the page, and to the search of the whole portal on a page without one. */
export function useGoToSearch(): () => void {
  return useCallback(() => {
    const field = document.querySelector<HTMLElement>('[data-search-field]');
    // A button stands for a form that is folded, and opens it.
    if (field instanceof HTMLButtonElement) field.click();
    else if (field) field.focus();
    else openPalette();
  }, []);
}
