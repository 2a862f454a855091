import type { ComponentProps } from 'react';

/** On a phone with large letters a label takes two lines rather than widen the page. */
const shape =
  'inline-flex min-h-11 max-w-full shrink-0 items-center sm:whitespace-nowrap justify-center gap-2 rounded-control border px-4 text-dense font-semibold transition-colors disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default aria-disabled:opacity-60 lg:min-h-10';

const looks = {
  primary: 'border-brand bg-brand text-on-brand hover:opacity-90',
  secondary: 'border-control bg-surface text-text hover:bg-canvas',
  /** For what cannot be undone, or locks somebody out. */
  danger: 'border-bad bg-bad text-on-bad hover:opacity-90',
} as const;

/** Links that look like buttons take the same classes. */
export function buttonClass(look: keyof typeof looks = 'secondary', more = ''): string {
  return `${shape} ${looks[look]} ${more}`;
}

export function Button({
  look = 'secondary',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: keyof typeof looks }) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />;
}
