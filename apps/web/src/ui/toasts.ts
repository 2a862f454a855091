import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  words: string;
  /** A failure stays until the person closes it. */
  kind: 'done' | 'failed';
  undo?: () => unknown;
  /** Opens the page that shows what was done. */
  view?: () => unknown;
  /** The act that the message is about. A newer message about the same act replaces this one. */
  about?: string;
}

const most = 3;
let lastId = 0;
let shown: readonly Toast[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/**
 * Shows that an act is done, in a corner of the page. A message replaces an older one about the same act, and a
 * fourth message replaces the oldest.
 */
export function toast(
  words: string,
  options: Partial<Pick<Toast, 'kind' | 'undo' | 'view' | 'about'>> = {},
): void {
  lastId += 1;
  const others = shown.filter(({ about }) => about === undefined || about !== options.about);
  change([...others, { ...options, kind: options.kind ?? 'done', id: lastId, words }].slice(-most));
}

export function closeToast(id: number): void {
  change(shown.filter((each) => each.id !== id));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useToasts = (): readonly Toast[] =>
  useSyncExternalStore(
    subscribe,
    () => shown,
    () => shown,
  );
