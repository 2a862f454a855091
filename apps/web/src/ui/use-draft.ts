import { useEffect, useEffectEvent } from 'react';
import { type FieldValues, get, type Path, type UseFormReturn } from 'react-hook-form';
import { keepDraft } from '../lib/drafts.ts';

/** The fields of a form whose text stays while its dialog is closed, under a key that names the form and its subject. */
export interface Draft<Input extends FieldValues> {
  key: string;
  names: Path<Input>[];
}

/** The forms that were sent. */
const sent = new WeakSet<object>();

/** Keeps what the form's fields hold when the form goes, unless it was sent. */
export function useDraft<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  initial: Input,
  draft: Draft<Input> | undefined,
): void {
  const keep = useEffectEvent(() => {
    if (!draft) return;
    const values = form.getValues();
    const typed = sent.has(form.control)
      ? []
      : draft.names.filter((name) => (get(values, name) ?? '') !== (get(initial, name) ?? ''));
    keepDraft(draft.key, Object.fromEntries(typed.map((name) => [name, get(values, name)])));
  });
  useEffect(() => () => keep(), []);
}

/** Called after a form was sent: what was typed is of no more use. */
export function noteSent(control: object): void {
  sent.add(control);
}
