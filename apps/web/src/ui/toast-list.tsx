import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { focusPageHeading } from './page-heading.tsx';
import { closeToast, type Toast } from './toasts.ts';

const readingMs = 6_000;
/** Time enough to notice the message, read it, and reach its button. */
const actingMs = 12_000;

/** The messages in a corner of the page, the newest at the bottom. F8 goes there and Escape goes back. */
export default function ToastList({ toasts }: { toasts: readonly Toast[] }) {
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const goBack = () => {
    const { current } = cameFrom;
    if (current instanceof HTMLElement && current.isConnected) current.focus({ preventScroll: true });
    else focusPageHeading();
  };
  useEffect(() => {
    const goThere = (event: KeyboardEvent) => {
      if (event.key !== 'F8') return;
      event.preventDefault();
      if (list.current?.contains(document.activeElement)) return;
      cameFrom.current = document.activeElement;
      list.current?.querySelector<HTMLElement>('li:last-child button')?.focus();
    };
    document.addEventListener('keydown', goThere);
    return () => document.removeEventListener('keydown', goThere);
  }, []);
  return (
    <ul
      ref={list}
      className="pointer-events-auto ml-auto flex w-fit max-w-full flex-col items-end gap-2"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={({ currentTarget, relatedTarget }) => setFocused(currentTarget.contains(relatedTarget))}
      onKeyDown={(event) => {
        if (event.key === 'Escape') goBack();
      }}
    >
      {toasts.map((each) => (
        <Message
          key={each.id}
          toast={each}
          isPaused={isHovered || isFocused}
          close={() => {
            if (list.current?.contains(document.activeElement)) goBack();
            setFocused(false);
            closeToast(each.id);
          }}
        />
      ))}
    </ul>
  );
}

function Message({ toast, isPaused, close }: { toast: Toast; isPaused: boolean; close: () => void }) {
  const { words, kind, undo, view } = toast;
  const expire = useEffectEvent(close);
  const stays = kind === 'failed' || isPaused;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(() => expire(), undo || view ? actingMs : readingMs);
    return () => clearTimeout(timer);
  }, [stays, undo, view]);
  const Icon = kind === 'failed' ? TriangleAlert : CircleCheck;
  return (
    <li className="flex max-w-full animate-rise items-center gap-2 rounded-card border border-divider bg-raised py-1 pr-1 pl-4 text-dense text-text shadow-overlay">
      <Icon aria-hidden className={`size-5 shrink-0 ${kind === 'failed' ? 'text-bad' : 'text-ok'}`} />
      <span className="min-w-0 py-2">{words}</span>
      {undo && <Act label="Undo" run={undo} close={close} />}
      {view && <Act label="View" run={view} close={close} />}
      <button
        type="button"
        aria-label={`Close: ${words}`}
        onClick={close}
        className="inline-flex size-11 shrink-0 items-center justify-center rounded-control hover:bg-canvas"
      >
        <X aria-hidden className="size-4" />
      </button>
    </li>
  );
}

function Act({ label, run, close }: { label: string; run: () => unknown; close: () => void }) {
  return (
    <button
      type="button"
      className="min-h-11 shrink-0 rounded-control px-3 font-semibold text-link hover:bg-canvas"
      onClick={() => {
        close();
        void run();
      }}
    >
      {label}
    </button>
  );
}
