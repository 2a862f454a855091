import { Anchor, Content, Portal, Root } from '@radix-ui/react-popover';
import { type ReactNode, type RefObject, useMemo, useState } from 'react';

const controls = 'a[href], button, input, select, textarea';

/** The panel below a popover's button. It loads when a person first reaches for a popover. */
export default function PopoverPanel({
  id,
  label,
  button,
  close,
  children,
}: {
  id: string;
  label: string;
  button: RefObject<HTMLButtonElement | null>;
  close: () => void;
  children: ReactNode;
}) {
  const anchor = useMemo(
    () => ({
      current: { getBoundingClientRect: () => button.current?.getBoundingClientRect() ?? new DOMRect() },
    }),
    [button],
  );
  const [isLow] = useState(() => anchor.current.getBoundingClientRect().top > window.innerHeight / 2);
  return (
    <Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Anchor virtualRef={anchor} />
      <Portal>
        <Content
          id={id}
          aria-label={label}
          // A panel that grows after it has opened stays on its side, so it opens where it has room.
          side={isLow ? 'top' : 'bottom'}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-[1300] max-h-(--radix-popper-available-height) w-80 overflow-y-auto overscroll-contain rounded-card border border-divider bg-raised p-4 text-text shadow-overlay focus:outline-none"
          onOpenAutoFocus={(event) => {
            // Radix passes over links: a menu would begin with its first button, which may be its last line.
            const first = (event.target as HTMLElement).querySelector<HTMLElement>(controls);
            if (!(first instanceof HTMLAnchorElement)) return;
            event.preventDefault();
            first.focus({ preventScroll: true });
          }}
          onInteractOutside={(event) => {
            // The button already closes the panel by itself.
            if (button.current?.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
          }}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
