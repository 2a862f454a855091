import { useSyncExternalStore } from 'react';

const key = 'shortcuts';
const changed = new EventTarget();

function on(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    // Storage can be forbidden. The shortcuts then stay on.
    return true;
  }
}

/** Single-letter shortcuts disturb people who speak to their computer, so they can be turned off. */
export function useShortcuts(): [on: boolean, turn: (on: boolean) => void] {
  const current = useSyncExternalStore(
    (listener) => {
      changed.addEventListener('change', listener);
      return () => changed.removeEventListener('change', listener);
    },
    on,
    on,
  );
  return [
    current,
    (wanted) => {
      try {
        if (wanted) localStorage.removeItem(key);
        else localStorage.setItem(key, 'off');
      } catch {
        return;
      }
      changed.dispatchEvent(new Event('change'));
    },
  ];
}

/** Calls `press` with each key outside of fields and layers. It returns true if the key is its own. */
export function listenForKeys(press: (letter: string) => boolean): () => void {
  const listener = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement | null;
    if (event.ctrlKey || event.metaKey || event.altKey || !on()) return;
    if (target?.closest('input, textarea, select, [contenteditable], [role=dialog]')) return;
    if (press(event.key)) event.preventDefault();
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}
