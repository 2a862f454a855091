import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  words: string;
  /** A failure stays until somebody closes it. */
  kind: 'done' | 'failed';
  undo?: () => unknown;
}

const most = 3;
let lastId = 0;
let shown: readonly Toast[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says in a corner of the page that an act is done. The oldest message makes room for a fourth. */
export function toast(words: string, options: { kind?: Toast['kind']; undo?: () => unknown } = {}): void {
  lastId += 1;
  change([...shown, { ...options, kind: options.kind ?? 'done', id: lastId, words }].slice(-most));
}

export function closeToast(id: number): void {
  change(shown.filter((one) => one.id !== id));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => shown);
