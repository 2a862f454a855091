/**
 * A link that comes under the pointer between the two clicks of a double click is not followed: the person meant what was there
 * at the first click.
 */
export function ignoreStrayClicks(): void {
  let pressed: Element | null = null;
  document.addEventListener(
    'click',
    (event) => {
      const target = event.target instanceof Element ? event.target.closest('a, button') : null;
      if (event.detail < 2) pressed = target;
      else if (target !== pressed && target?.matches('a')) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
}
