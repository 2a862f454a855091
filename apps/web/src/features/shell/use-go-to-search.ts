import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Goes to the search field of the page, or to a page that has one. */
export function useGoToSearch(): () => Promise<void> {
  const navigate = useNavigate();
  return useCallback(async () => {
    const field = () => document.querySelector<HTMLElement>('[data-search-field]');
    if (!field()) await navigate({ to: '/contractors' });
    requestAnimationFrame(() => {
      const found = field();
      // A button stands for a form that is folded, and opens it.
      if (found instanceof HTMLButtonElement) found.click();
      else found?.focus();
    });
  }, [navigate]);
}
