/**
 * Gives the focus a new place when its element disappears: a button that an act replaces, a form that has become a confirmation. The place
 * is the page's heading if the part of the page that held the element is new, else the nearest part that stayed, so that
 * Tab goes on from there and a screen reader says where it is. The returned function stops it.
 */
export function keepFocus(): () => void {
  let held: HTMLElement | undefined;
  let around: HTMLElement[] = [];
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    held = target;
    around = [];
    for (let part = target.parentElement; part && part !== document.body; part = part.parentElement)
      around.push(part);
  };
  const rescue = () => {
    if (!isLost(held)) return;
    const part = around.find((one) => one.isConnected);
    held = undefined;
    if (!part || part.closest('[data-modal]')) return;
    const heading = part.querySelector<HTMLElement>('h1[tabindex]');
    if (!heading && !part.hasAttribute('tabindex')) part.tabIndex = -1;
    (heading ?? part).focus({ preventScroll: true });
  };
  let frame = 0;
  const observer = new MutationObserver(() => {
    if (!isLost(held)) return;
    cancelAnimationFrame(frame);
    // What the page itself does with the focus comes first.
    frame = requestAnimationFrame(() => requestAnimationFrame(rescue));
  });
  document.addEventListener('focusin', remember);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}

const isLost = (held: HTMLElement | undefined) =>
  held !== undefined && !held.isConnected && document.activeElement === document.body;
