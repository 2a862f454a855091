import type { ComponentProps } from 'react';

/** A named part of a page that scrolls by itself, with the keyboard too. */
export function ScrollRegion(
  props: Pick<ComponentProps<'section'>, 'aria-label' | 'aria-labelledby' | 'className' | 'children'>,
) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls only a region that can have the focus.
  return <section tabIndex={0} {...props} />;
}
