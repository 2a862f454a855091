/** How soon after the first tap, in milliseconds, and how near to it, in pixels, a second one belongs to a double tap. */
const soon = 500;
const near = 24;

/** A second click takes back what the first click on one of these has done. */
const openers = 'summary, button[aria-expanded], button[aria-haspopup]';

/**
 * The second half of a double click or a double tap is not an act of its own. A form, a menu or a window that the first half
 * opened stays open, and a link that came under the pointer in between is not followed.
 */
export function ignoreStrayClicks(): void {
  let first: { at: number; x: number; y: number; control: Element | null; isOpener: boolean } | undefined;
  /** Browsers do not count taps as they count clicks. */
  const isSecond = (event: MouseEvent): boolean =>
    event.detail > 1 ||
    (first !== undefined &&
      event.timeStamp - first.at < soon &&
      Math.hypot(event.clientX - first.x, event.clientY - first.y) < near);
  // A key in between makes them two acts.
  document.addEventListener('keydown', () => (first = undefined), true);
  document.addEventListener(
    'mousedown',
    (event) => {
      // The opened part keeps the focus.
      if (first?.isOpener && isSecond(event)) event.preventDefault();
    },
    true,
  );
  document.addEventListener(
    'click',
    (event) => {
      // The keyboard and programs click without a pointer.
      if (event.detail === 0) return;
      const control = event.target instanceof Element ? event.target.closest('a, button, summary') : null;
      if (!isSecond(event)) {
        const { timeStamp: at, clientX: x, clientY: y } = event;
        first = { at, x, y, control, isOpener: control?.matches(openers) ?? false };
      } else if (first?.isOpener || (control !== first?.control && control?.matches('a'))) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
}
