const asked = new EventTarget();

/** True while nobody has heard: a press that came before the palette's keys is not lost. */
let isEarly = false;

/** Opens the command palette of the page. */
export function openPalette(): void {
  isEarly = asked.dispatchEvent(new Event('open', { cancelable: true }));
}

export function whenAsked(open: () => void): () => void {
  const run = (event?: Event) => {
    event?.preventDefault();
    open();
  };
  asked.addEventListener('open', run);
  if (isEarly) run();
  isEarly = false;
  return () => asked.removeEventListener('open', run);
}
