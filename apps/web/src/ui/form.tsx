import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { type FieldErrors, type FieldValues, get, type Path, useFormState } from 'react-hook-form';
import { type ApiError, needsSignIn, statusOf } from '../lib/api.ts';
import { Button } from './button.tsx';
import { useDialogClose } from './dialog-close.ts';
import { problemSentence } from './problem-words.ts';
import { noteSent } from './use-draft.ts';
import type { SchemaForm } from './use-schema-form.ts';

interface FormProps<Input extends FieldValues, Output> {
  form: SchemaForm<Input, Output>;
  submit: (values: Output) => Promise<unknown> | unknown;
  /** Runs after `submit` has succeeded, when the form keeps no draft any more: closes its dialog. */
  done?: () => Promise<unknown> | unknown;
  /** The button's label, and its label while the form is being sent. */
  action: string;
  working: string;
  /** The labels of the fields, for the summary of errors. */
  labels: Partial<Record<Path<Input>, string>>;
  /** True for what cannot be undone, or locks somebody out. */
  isDangerous?: boolean;
  children: ReactNode;
  beside?: ReactNode;
}

/** Refuses the value of a field for a reason that its schema does not know. */
export class WrongField extends Error {
  readonly data: { fields: { field: string; message: string }[] };
  constructor(field: string, message: string) {
    super(message);
    this.data = { fields: [{ field, message }] };
  }
}

/** One column of fields, a summary of errors that leads to the fields, and one button. In a dialog there is Cancel too. */
export function Form<Input extends FieldValues, Output>({
  form,
  submit,
  done,
  action,
  working,
  labels,
  isDangerous = false,
  children,
  beside,
}: FormProps<Input, Output>) {
  const { isSubmitting } = useFormState({ control: form.control });
  const isSending = useRef(false);
  const cancel = useDialogClose();

  async function send(values: Output): Promise<void> {
    try {
      await submit(values);
      noteSent(form.control);
      await done?.();
    } catch (error) {
      const known = fieldsOf(error).filter(({ field }) => field in labels);
      for (const { field, message } of known) form.setError(field as Path<Input>, { message });
      if (known.length > 0) return;
      form.setError('root', { type: 'server', message: messageOf(error) });
    }
  }
  return (
    <form
      noValidate
      className="max-w-xl space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        // React bubbles a dialog's events to its page, so the form stops its own submit event.
        event.stopPropagation();
        if (isSending.current) return;
        isSending.current = true;
        void form
          .handleSubmit(send)()
          .finally(() => {
            isSending.current = false;
          });
      }}
    >
      <ErrorSummary form={form} labels={labels} />
      {children}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look={isDangerous ? 'danger' : 'primary'} aria-disabled={isSubmitting}>
          {isSubmitting ? working : action}
        </Button>
        {cancel && <Button onClick={cancel}>Cancel</Button>}
        {beside}
      </div>
    </form>
  );
}

/** Takes the focus after each failed attempt. A field that turns out wrong later leaves the focus alone. */
function ErrorSummary<Input extends FieldValues, Output>({
  form,
  labels,
}: Pick<FormProps<Input, Output>, 'form' | 'labels'>) {
  const formState = useFormState({ control: form.control });
  const named = Object.entries(labels as Record<string, string>).flatMap(([name, label]) => {
    const message = messageAt(formState.errors, name);
    return message ? [{ name: name as Path<Input>, label, message }] : [];
  });
  const problem = formState.errors.root?.message;
  const isWrong = named.length > 0 || problem !== undefined;
  const summary = useRef<HTMLDivElement>(null);
  const focusSummary = useEffectEvent(() => {
    if (isWrong) summary.current?.focus();
  });
  useEffect(() => {
    if (formState.submitCount > 0) focusSummary();
  }, [formState.submitCount]);
  useEffect(() => {
    const title = document.title.replace(/^Error: /, '');
    document.title = isWrong ? `Error: ${title}` : title;
  }, [isWrong]);
  if (!isWrong) return null;
  return (
    <div ref={summary} tabIndex={-1} role="alert" className="rounded-card border border-bad bg-bad-tint p-4">
      <h2 className="font-semibold text-bad">There is a problem</h2>
      {problem && <p className="mt-1 text-dense">{problem}</p>}
      <ul className="mt-1 space-y-1 text-dense">
        {named.map(({ name, label, message }) => (
          <li key={name}>
            <button
              type="button"
              className="min-h-6 text-left text-link underline underline-offset-4"
              onClick={() => form.setFocus(name)}
            >
              {problemSentence(label, message)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The fields that a refusal is about. */
export const fieldsOf = (error: unknown): { field: string; message: string }[] =>
  (error as Partial<ApiError>).data?.fields ?? [];

/** The message of a field, whose name may be a path into lists and objects. */
export function messageAt(errors: FieldErrors, name: string): string | undefined {
  return (get(errors, name) as { message?: string } | undefined)?.message;
}

/** A wrong input that is no field of the form, thrown before anything is sent. */
export class WrongInput extends Error {}

/** Returns the message for a failure that belongs to no field. */
function messageOf(error: unknown): string {
  if (error instanceof WrongInput) return error.message;
  if (needsSignIn(error)) return 'You were signed out. Sign in, and try again.';
  const status = statusOf(error);
  if (status === undefined)
    return 'The portal didn’t respond. Nothing you typed is lost. Check your connection and try again.';
  if (status === 503)
    return 'The portal’s database isn’t available right now. Nothing you typed is lost. Try again in a minute.';
  if (status >= 500) return 'Something went wrong on our side. Nothing you typed is lost. Try again.';
  return error instanceof Error ? error.message : String(error);
}
