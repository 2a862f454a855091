import { Content, Portal, Root } from '@radix-ui/react-dialog';
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import { afterPaint } from '../lib/after-paint.ts';
import { focusPageHeading } from './page-heading.tsx';

interface ModalProps {
  /** The id of the heading that names the window. */
  labelledBy: string;
  close: () => void;
  className: string;
  /** True to hide everything behind the window: `styles.css` looks for the mark. */
  isCover?: boolean;
  children: ReactNode;
}

/**
 * The window that a dialog and a sheet share. It holds the focus, hides the page behind it from screen readers, and
 * closes on Escape or on a phone's Back. It loads when the first one opens. Radix's own overlay is left out: its
 * scroll lock writes a style element, which our content security policy forbids. `styles.css` has the lock.
 */
export default function Modal({ labelledBy, close, className, isCover, children }: ModalProps) {
  const [opener] = useState(() => document.activeElement);
  useBackGesture(close);
  // Read before the window is drawn. A page without a scroll bar would move aside for the room of one.
  const [hasBar] = useState(() => window.innerWidth > document.documentElement.clientWidth);
  useMark('locked', hasBar ? 'bar' : '');
  useMark(isCover ? 'covered' : undefined);
  // The portal renders nothing at first, so a ref would still be empty when the effect runs.
  const [content, setContent] = useState<HTMLElement | null>(null);
  useFocusOnLateContent(content);
  return (
    <Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Portal>
        <div aria-hidden className="fixed inset-0 z-[1200] bg-[rgb(0_0_0/50%)]" />
        <Content
          ref={setContent}
          data-modal
          data-cover={isCover}
          aria-labelledby={labelledBy}
          aria-describedby={undefined}
          className={`fixed z-[1200] text-text focus:outline-none ${className}`}
          // A stray click beside the window must not discard what a person typed.
          onInteractOutside={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus(opener);
          }}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

/** Focuses the control that opened a layer, unless the focus has moved on. Without that control it is the heading. */
function returnFocus(opener: Element | null): void {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body) return;
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  else focusPageHeading();
}

/**
 * Moves the focus to the first field of a window whose content comes after it has opened. Until then the focus is on the
 * Close button, and Enter would close the window.
 */
function useFocusOnLateContent(window: HTMLElement | null): void {
  useEffect(() => {
    if (!window) return undefined;
    const move = () => {
      const first = window.querySelector<HTMLElement>('input, select, textarea, button:not([data-close])');
      if (first && document.activeElement?.matches('[data-close]')) first.focus();
      return first !== null;
    };
    if (move()) return undefined;
    const observer = new MutationObserver(() => move() && observer.disconnect());
    observer.observe(window, { childList: true, subtree: true });
    const stop = () => observer.disconnect();
    // A person who has chosen a place keeps it.
    window.addEventListener('keydown', stop, { once: true });
    return () => {
      stop();
      window.removeEventListener('keydown', stop);
    };
  }, [window]);
}

/** The windows that set each mark. */
const marked = { locked: 0, covered: 0 };

/** Marks the document while the window is open, for `styles.css`. Windows may lie over one another. */
function useMark(mark: keyof typeof marked | undefined, value = ''): void {
  useLayoutEffect(() => {
    if (!mark) return undefined;
    const { dataset } = document.documentElement;
    marked[mark] += 1;
    dataset[mark] = value;
    const clear = () => {
      marked[mark] -= 1;
      if (marked[mark] === 0) delete dataset[mark];
    };
    // The browser paints the whole page anew when it may scroll again. The window's end shows before that.
    return mark === 'locked' ? () => void afterPaint().then(clear) : clear;
  }, [mark, value]);
}

interface CloseWatcher {
  onclose: (() => void) | null;
  destroy(): void;
}

/** Closes the window when a person goes back on a phone, if the browser reports that. */
function useBackGesture(close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    const { CloseWatcher } = window as { CloseWatcher?: new () => CloseWatcher };
    if (!CloseWatcher) return undefined;
    const watcher = new CloseWatcher();
    watcher.onclose = () => onBack();
    return () => watcher.destroy();
  }, []);
}
