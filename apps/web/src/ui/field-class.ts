/** The text is 16 px, because phones zoom into anything smaller. */
export const fieldClass =
  'block min-h-11 w-full rounded-control border border-control bg-surface px-3 text-body text-text aria-invalid:border-2 aria-invalid:border-bad lg:min-h-10';
