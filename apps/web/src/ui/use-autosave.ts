import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { FieldValues } from 'react-hook-form';
import { statusOf } from '../lib/api.ts';
import { isReachable, onReturn } from '../lib/connection.ts';
import type { SchemaForm } from './use-schema-form.ts';

export type SaveState =
  | { kind: 'saved'; at: Date | undefined }
  | { kind: 'typed' | 'saving' | 'waiting' | 'stale' }
  /** Some fields hold what the portal can’t take. `isRestSaved` says whether it has the others. */
  | { kind: 'wrong'; isRestSaved: boolean }
  | { kind: 'refused'; because: string };

/** The time without typing after which a draft is saved. */
const pauseMs = 1_200;
const retryMs = 10_000;

type Read<Output> =
  | { success: true; data: Output }
  | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } };
type Saved = { outcome: 'stale' } | { outcome: 'saved'; version: number; at: Date | string };

interface Autosave<Values, Output> {
  /** The version that the form began with. */
  version: number;
  isAutomatic: boolean;
  /** The values with the version as the API takes them, or the fields that are not right yet. */
  read: (values: Values, version: number) => Read<Output>;
  send: (values: Output) => Promise<Saved>;
  /** The version that the portal has, if it has these values. Asked after a save whose answer was lost. */
  findKept: (sent: Output, known: number) => Promise<number | undefined>;
  onSaved: () => void;
}

/**
 * Saves a form: by itself after a pause where `isAutomatic`, and when `save` is called. While the portal cannot be reached it waits,
 * and saves as soon as the portal is back. It never writes over what another page saved. A field that is not right yet keeps its
 * last good value in the portal, and the others are saved.
 */
export function useAutosave<Values extends FieldValues, Parsed, Output extends { version: number }>(
  form: SchemaForm<Values, Parsed>,
  { version, isAutomatic, read, send: sendOff, findKept, onSaved }: Autosave<Values, Output>,
) {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: undefined });
  const known = useRef(version);
  const running = useRef<Promise<boolean>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isTyped = useRef(false);
  /** The values of the fields that the portal has. */
  const good = useRef<Values>(undefined);
  /** A save whose answer never came. */
  const unanswered = useRef<Output>(undefined);

  const send = async (): Promise<boolean> => {
    const typed = structuredClone(form.getValues());
    const asTyped = read(typed, known.current);
    let held = typed;
    if (!asTyped.success) {
      await form.trigger();
      const fields = asTyped.error.issues.map(({ path: [field] }) => field);
      held = {
        ...typed,
        ...Object.fromEntries(fields.map((field) => [field, good.current?.[String(field)]])),
      };
    }
    const asHeld = asTyped.success || !isAutomatic ? asTyped : read(held, known.current);
    if (!asHeld.success) {
      setState({ kind: 'wrong', isRestSaved: false });
      return false;
    }
    const values = asHeld.data;
    setState({ kind: 'saving' });
    isTyped.current = false;
    try {
      const kept = unanswered.current && (await findKept(unanswered.current, known.current));
      if (kept !== undefined) known.current = kept;
      values.version = known.current;
      unanswered.current = values;
      const answer = await sendOff(values);
      unanswered.current = undefined;
      if (answer.outcome === 'stale') {
        setState({ kind: 'stale' });
        return false;
      }
      known.current = answer.version;
      good.current = held;
      if (asTyped.success) form.clearErrors();
      onSaved();
      if (isTyped.current) setState({ kind: 'typed' });
      else if (asTyped.success) setState({ kind: 'saved', at: new Date(answer.at) });
      else setState({ kind: 'wrong', isRestSaved: true });
      return asTyped.success;
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined || status >= 500) {
        isTyped.current = true;
        setState({ kind: 'waiting' });
        void isReachable();
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void save(), retryMs);
      } else {
        unanswered.current = undefined;
        setState({ kind: 'refused', because: error instanceof Error ? error.message : String(error) });
      }
      return false;
    }
  };

  /** Saves what the fields hold, one save after the other. Resolves to true once the portal has it. */
  const save = async (): Promise<boolean> => {
    clearTimeout(timer.current);
    while (running.current) await running.current;
    running.current = send();
    try {
      return await running.current;
    } finally {
      running.current = undefined;
    }
  };

  /** Saves for a person who pressed a button, and leads to the first field that is not right. */
  const saveAsked = async (): Promise<boolean> => {
    const isSaved = await save();
    if (!isSaved) await form.trigger(undefined, { shouldFocus: true });
    return isSaved;
  };

  const type = useEffectEvent(() => {
    isTyped.current = true;
    setState((before) => (before.kind === 'stale' ? before : { kind: 'typed' }));
    if (!isAutomatic) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), pauseMs);
  });
  const resume = useEffectEvent(() => {
    if (state.kind === 'waiting') void save();
  });
  useEffect(() => {
    good.current ??= structuredClone(form.getValues());
    const typing = form.watch((_, { type: how, name }) => {
      if (how === 'change' || name !== undefined) type();
    });
    const returning = onReturn(() => resume());
    return () => {
      typing.unsubscribe();
      returning();
      clearTimeout(timer.current);
    };
  }, [form]);

  return { state, save, saveAsked, isSafe: state.kind === 'saved' };
}
