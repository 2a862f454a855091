import { ChevronDown } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useId, useRef, useState } from 'react';
import { patiently } from '../lib/connection.ts';

const loadPanel = patiently(() => import('./popover-panel.tsx'));
const PopoverPanel = lazy(loadPanel);

/**
 * A button that opens a small panel below itself. The focus goes to the panel's first control. Escape closes the panel
 * and returns the focus; so does a click on the button. A click or a focus elsewhere closes it too.
 */
export function Popover({
  label,
  summary,
  load,
  children,
}: {
  label: string;
  /** The number of choices made inside, shown on the button. */
  summary?: string | undefined;
  /** Loads the code of the children, if it comes separately. */
  load?: () => Promise<unknown>;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const warm = () => {
    // If this fails, opening the panel tries again and reports it.
    void Promise.allSettled([loadPanel(), load?.()]);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onPointerEnter={warm}
        onFocus={warm}
        onClick={() => setOpen(!isOpen)}
        className={`inline-flex min-h-10 items-center gap-1.5 rounded-control border bg-surface px-3 text-dense hover:bg-canvas ${
          summary ? 'border-link font-semibold text-link' : 'border-control'
        }`}
      >
        <span className="max-w-32 truncate">{label}</span>
        {summary && <span className="font-normal">{summary}</span>}
        <ChevronDown aria-hidden className="size-4" />
      </button>
      {isOpen && (
        <Suspense>
          <PopoverPanel id={id} label={label} button={button} close={() => setOpen(false)}>
            {children}
          </PopoverPanel>
        </Suspense>
      )}
    </>
  );
}
