import { Copy } from 'lucide-react';
import { toast } from './toasts.ts';

/** Copies a number or an id beside it. `what` names it: “License number”. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const about = `copy ${what}`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast(`${what} copied.`, { about }),
      () => toast('Couldn’t copy it. Select it by hand.', { kind: 'failed', about }),
    );
  return (
    <button
      type="button"
      aria-label={`Copy the ${what.charAt(0).toLowerCase()}${what.slice(1)}`}
      onClick={() => void copy()}
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-control align-middle text-text-2 hover:bg-canvas hover:text-text print:hidden"
    >
      <Copy aria-hidden className="size-4" />
    </button>
  );
}
