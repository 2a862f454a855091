const asked = new EventTarget();

/** Opens the command palette of the page. */
export const openPalette = (): void => void asked.dispatchEvent(new Event('open'));

export function whenAsked(run: () => void): () => void {
  asked.addEventListener('open', run);
  return () => asked.removeEventListener('open', run);
}
