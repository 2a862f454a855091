import { type ComponentProps, type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react';
import { type ApiError, statusOf } from '../lib/api.ts';
import { Button } from './button.tsx';
import { fieldClass } from './field-class.ts';
import type { SchemaForm } from './use-schema-form.ts';

type Values = Record<string, unknown>;

/** The message of a form's failure that is none of its fields'. */
function messageOf(error: unknown): string {
  const status = statusOf(error);
  if (status === undefined)
    return 'The portal did not answer. Check your connection, then try again: nothing was lost.';
  if (status >= 500) return 'Something went wrong on our side. Nothing you typed was lost: try again.';
  return error instanceof Error ? error.message : String(error);
}

interface FormProps<Input extends Values, Output> {
  form: SchemaForm<Input, Output>;
  submit: (values: Output) => Promise<unknown> | unknown;
  /** What the button says, and what it says while it works. */
  action: string;
  working: string;
  /** Names of the fields, for the summary of what is wrong. */
  labels: Partial<Record<keyof Input & string, string>>;
  children: ReactNode;
  beside?: ReactNode;
}

/** One column of fields, a summary of what is wrong that leads to the fields, and one button. */
export function Form<Input extends Values, Output>({
  form,
  submit,
  action,
  working,
  labels,
  children,
  beside,
}: FormProps<Input, Output>) {
  const { errors, problem, isSubmitting, attempts } = form;
  const found = Object.entries(labels as Record<string, string>).filter(([name]) => errors[name]);
  const summary = useRef<HTMLDivElement>(null);
  const isWrong = found.length > 0 || problem !== undefined;
  // Each failed attempt takes the focus there; a field that is found wrong later does not.
  const focusSummary = useEffectEvent(() => {
    if (isWrong) summary.current?.focus();
  });
  useEffect(() => {
    if (attempts > 0) focusSummary();
  }, [attempts]);
  useEffect(() => {
    const title = document.title.replace(/^Error: /, '');
    document.title = isWrong ? `Error: ${title}` : title;
  }, [isWrong]);
  async function handIn(values: Output): Promise<void> {
    try {
      await submit(values);
    } catch (error) {
      const known = ((error as Partial<ApiError>).data?.fields ?? []).filter(({ field }) => field in labels);
      for (const { field, message } of known) form.fail(field, message);
      if (known.length === 0) form.fail(undefined, messageOf(error));
    }
  }
  return (
    <form
      noValidate
      className="max-w-xl space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit(handIn);
      }}
    >
      {isWrong && (
        <div
          ref={summary}
          tabIndex={-1}
          role="alert"
          className="rounded-card border border-bad bg-bad-tint p-4"
        >
          <h2 className="font-semibold text-bad">There is a problem</h2>
          {problem && <p className="mt-1 text-dense">{problem}</p>}
          <ul className="mt-1 space-y-1 text-dense">
            {found.map(([name, label]) => (
              <li key={name}>
                <button
                  type="button"
                  className="min-h-6 text-left text-link underline underline-offset-4"
                  onClick={() => form.focus(name)}
                >
                  {label} {errors[name]}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {children}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="primary" aria-disabled={isSubmitting}>
          {isSubmitting ? working : action}
        </Button>
        {beside}
      </div>
    </form>
  );
}

interface FieldProps<Input extends Values> {
  form: SchemaForm<Input, never> | SchemaForm<Input, unknown>;
  name: keyof Input & string;
  label: string;
  hint?: ReactNode;
  isOptional?: boolean;
}

/** Label, message, control and hint, and what ties them together. */
function useField<Input extends Values>({ form, name, label, hint, isOptional }: FieldProps<Input>) {
  const id = useId();
  const [hintId, errorId] = [`${id}hint`, `${id}error`];
  const message = form.errors[name];
  const control = {
    id,
    'aria-invalid': message !== undefined,
    'aria-describedby': [message && errorId, hint && hintId].filter(Boolean).join(' ') || undefined,
    ...form.register(name),
  };
  const className = `${fieldClass} ${message ? 'border-bad' : ''}`;
  const around = (children: ReactNode) => (
    <div>
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label} {isOptional && <span className="font-normal text-text-2">(optional)</span>}
      </label>
      {message && (
        <p id={errorId} className="mb-1 text-dense text-bad">
          {label} {message}.
        </p>
      )}
      {children}
      {hint && (
        <div id={hintId} className="mt-1 text-dense text-text-2">
          {hint}
        </div>
      )}
    </div>
  );
  return { control, className, around };
}

type Native<Element extends 'input' | 'textarea'> = Omit<ComponentProps<Element>, 'form' | 'name'>;

export function InputField<Input extends Values>({
  form,
  name,
  label,
  hint,
  isOptional = false,
  ...input
}: FieldProps<Input> & Native<'input'>) {
  const { control, className, around } = useField({ form, name, label, hint, isOptional });
  return around(<input className={className} {...input} {...control} />);
}

export function TextareaField<Input extends Values>({
  form,
  name,
  label,
  hint,
  isOptional = false,
  ...input
}: FieldProps<Input> & Native<'textarea'>) {
  const { control, className, around } = useField({ form, name, label, hint, isOptional });
  return around(<textarea rows={4} className={`${className} py-2`} {...input} {...control} />);
}

export function SelectField<Input extends Values>({
  choices,
  ...field
}: FieldProps<Input> & { choices: { value: string; label: string }[] }) {
  const { control, className, around } = useField(field);
  return around(
    <select className={className} {...control}>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>,
  );
}

export function TickField<Input extends Values>({
  form,
  name,
  label,
  value,
}: Omit<FieldProps<Input>, 'hint' | 'isOptional'> & { value?: string }) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input type="checkbox" className="size-5 shrink-0 accent-brand" {...form.tick(name, value)} />
      {label}
    </label>
  );
}
