import { useEffect, useEffectEvent } from 'react';
import { type FieldValues, type Path, useWatch } from 'react-hook-form';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { addToDraft } from './draft.ts';

/** The answers that the portal refused when the application was sent. */
export type Refused = { field: string; message: string }[];

export interface StepProps {
  goOn: () => Promise<void>;
  refused: Refused;
}

/** The button of each step. */
export const next = { action: 'Continue', working: 'One moment…' } as const;

/** Keeps what is typed in the draft, and shows what was refused of it. */
export function useStep<Input extends FieldValues, Output>(
  form: SchemaForm<Input, Output>,
  refused: Refused,
): void {
  const values = useWatch({ control: form.control });
  useEffect(() => addToDraft(values as FieldValues), [values]);
  const show = useEffectEvent(() => {
    for (const { field, message } of refused) form.setError(field as Path<Input>, { message });
    if (refused.length === 0) return;
    requestAnimationFrame(() => document.querySelector<HTMLElement>('form [role=alert]')?.focus());
  });
  useEffect(() => show(), []);
}
