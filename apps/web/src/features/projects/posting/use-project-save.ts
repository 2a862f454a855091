import { saveProjectInput } from '@namc/inputs/projects';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { z } from 'zod/mini';
import { apiClient, queryClient, statusOf } from '../../../lib/api.ts';
import { isReachable, onReturn } from '../../../lib/connection.ts';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { projectQuery } from '../project-queries.ts';
import { type ProjectValues, valuesOf } from './project-values.ts';

type Parsed = z.output<typeof saveProjectInput>;

export type SaveState =
  | { kind: 'saved'; at: Date | undefined }
  | { kind: 'typed' | 'saving' | 'waiting' | 'wrong' | 'stale' }
  | { kind: 'refused'; because: string };

/** The time without typing after which a draft is saved. */
const pauseMs = 1_200;
const retryMs = 10_000;

const isSame = ({ version: _, ...one }: Parsed, { version: _other, ...other }: Parsed) =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Saves the form of a project: by itself after a pause where `isAutomatic`, and when `save` is called. While the portal cannot be
 * reached it waits, and saves as soon as the portal is back. It never writes over what another page saved.
 */
export function useProjectSave(
  form: SchemaForm<ProjectValues, Parsed>,
  { projectId, version, isAutomatic }: { projectId: string; version: number; isAutomatic: boolean },
) {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: undefined });
  const known = useRef(version);
  const running = useRef<Promise<boolean>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isTyped = useRef(false);
  /** A save whose answer never came. */
  const unanswered = useRef<Parsed>(undefined);

  /** True if the answer to the last save was lost and the portal has it. */
  const wasKept = async (): Promise<boolean> => {
    const sent = unanswered.current;
    if (!sent) return false;
    const now = await apiClient.projects.get.query({ projectId });
    const kept = saveProjectInput.safeParse(valuesOf(now));
    if (now.version === known.current || !kept.success || !isSame(kept.data, sent)) return false;
    known.current = now.version;
    return true;
  };

  const send = async (): Promise<boolean> => {
    const parsed = saveProjectInput.safeParse({ ...form.getValues(), projectId, version: known.current });
    if (!parsed.success) {
      await form.trigger();
      setState({ kind: 'wrong' });
      return false;
    }
    setState({ kind: 'saving' });
    isTyped.current = false;
    try {
      if (await wasKept()) parsed.data.version = known.current;
      unanswered.current = parsed.data;
      const answer = await apiClient.projects.save.mutate(parsed.data);
      unanswered.current = undefined;
      if (answer.outcome === 'stale') {
        setState({ kind: 'stale' });
        return false;
      }
      known.current = answer.version;
      form.clearErrors();
      // The page that opens next begins with what is saved.
      void queryClient.invalidateQueries({ queryKey: projectQuery(projectId).queryKey });
      setState(isTyped.current ? { kind: 'typed' } : { kind: 'saved', at: new Date(answer.at) });
      return true;
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

  const isSafe = state.kind === 'saved';
  return { state, save, isSafe };
}
