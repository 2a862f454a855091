import { ChevronDown } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/**
 * A button that opens a small panel below itself. Escape closes it and gives the focus back; so does
 * leaving it with a click or with the Tab key.
 */
export function Popover({
  label,
  summary,
  opensLeft = false,
  children,
}: {
  label: string;
  /** What is chosen inside, shown on the button. */
  summary?: string | undefined;
  /** At the right edge of a phone. */
  opensLeft?: boolean;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return undefined;
    const closeOutside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, [open]);

  return (
    <div ref={box} className="relative">
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className={`inline-flex min-h-10 items-center gap-1.5 rounded-control border bg-surface px-3 text-dense hover:bg-canvas ${
          summary ? 'border-link font-semibold text-link' : 'border-control'
        }`}
      >
        {label}
        {summary && <span className="font-normal">{summary}</span>}
        <ChevronDown aria-hidden className="size-4" />
      </button>
      <div
        id={id}
        hidden={!open}
        className={`absolute z-[1100] mt-1 w-80 rounded-card border border-divider bg-raised p-4 shadow-overlay ${
          opensLeft ? 'right-0 lg:right-auto lg:left-0' : 'left-0'
        }`}
      >
        {open && children}
      </div>
    </div>
  );
}
