/** The longest time in ms for which keys wait: a palette that does not come must not swallow what a person types. */
const longestMs = 5_000;

let heldSince = 0;
let typed = '';
let isEntered = false;
let isHolding = false;

function hold(event: KeyboardEvent): void {
  const { key } = event;
  if (performance.now() - heldSince > longestMs || key === 'Escape') {
    takeTyped();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key.length === 1) typed += key;
  else if (key === 'Backspace') typed = typed.slice(0, -1);
  else if (key === 'Enter') isEntered = true;
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Keeps what a person types between the press that opens the palette and its field, whose code may be on its way. */
export function holdTyping(): void {
  takeTyped();
  heldSince = performance.now();
  isHolding = true;
  document.addEventListener('keydown', hold, { capture: true });
}

/** The text that waits for the field, or undefined if nothing is kept. */
export const waitingText = (): string | undefined => (isHolding ? typed : undefined);

/** Ends the waiting. Returns the text, and whether Enter ended it. */
export function takeTyped(): { typed: string; isEntered: boolean } {
  document.removeEventListener('keydown', hold, { capture: true });
  const taken = { typed, isEntered };
  typed = '';
  isEntered = false;
  isHolding = false;
  return taken;
}
