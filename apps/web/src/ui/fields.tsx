import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { type FieldValues, type Path, useController, useFormState, useWatch } from 'react-hook-form';
import { formatCount, plural } from '../lib/formats.ts';
import { Button } from './button.tsx';
import { fieldClass } from './field-class.ts';
import { messageAt } from './form.tsx';
import { problemSentence } from './problem-words.ts';
import type { SchemaForm } from './use-schema-form.ts';

interface FieldProps<Input extends FieldValues, Output> {
  form: SchemaForm<Input, Output>;
  name: Path<Input>;
  label: string;
  hint?: ReactNode;
  isOptional?: boolean | undefined;
}
type Native<Element extends 'input' | 'textarea'> = Omit<ComponentProps<Element>, 'form' | 'name'>;

/** Takes text of any length, and says when it is longer than `maxLength`: a browser would cut off the end of a pasted text unseen. */
export function InputField<Input extends FieldValues, Output>({
  form,
  name,
  label,
  hint,
  isOptional,
  maxLength,
  ...input
}: FieldProps<Input, Output> & Native<'input'>) {
  const { control, around } = useField({ form, name, label, hint, isOptional });
  const [isShown, setShown] = useState(false);
  const field = (
    <>
      <input
        className={fieldClass}
        {...input}
        {...(isShown && { type: 'text', autoCapitalize: 'none', spellCheck: false })}
        {...control}
        {...form.register(name, blank(isOptional))}
      />
      {maxLength && <Room form={form} name={name} most={maxLength} />}
    </>
  );
  if (input.type !== 'password') return around(field);
  return around(
    <div className="flex gap-2">
      <div className="min-w-0 flex-1">{field}</div>
      <Button aria-label={`${isShown ? 'Hide' : 'Show'} what you typed`} onClick={() => setShown(!isShown)}>
        {isShown ? 'Hide' : 'Show'}
      </Button>
    </div>,
  );
}

/** As an `InputField`, for text of several lines. */
export function TextareaField<Input extends FieldValues, Output>({
  form,
  name,
  label,
  hint,
  isOptional,
  maxLength,
  ...input
}: FieldProps<Input, Output> & Native<'textarea'>) {
  const { control, around } = useField({ form, name, label, hint, isOptional });
  return around(
    <>
      <textarea
        rows={4}
        className={`${fieldClass} py-2`}
        {...input}
        {...control}
        {...form.register(name, blank(isOptional))}
      />
      {maxLength && <Room form={form} name={name} most={maxLength} />}
    </>,
  );
}

/** A short text says nothing before it is too long. */
const longText = 1_000;

/** The length of a text that passes its limit, or of a long one that comes near. */
function Room<Input extends FieldValues, Output>({
  form,
  name,
  most,
}: Pick<FieldProps<Input, Output>, 'form' | 'name'> & { most: number }) {
  const text: unknown = useWatch({ control: form.control, name });
  const length = typeof text === 'string' ? text.length : 0;
  const over = length - most;
  if (over <= 0 && (most < longText || length < most * 0.8)) return null;
  return (
    <p className={`mt-1 text-dense tabular-nums ${over > 0 ? 'text-bad' : 'text-text-2'}`}>
      {over > 0
        ? `${formatCount(over)} ${plural(over, 'character')} too many`
        : `${formatCount(length)} of ${formatCount(most)} characters`}
    </p>
  );
}

/** Controlled, because its choices may arrive after its value. */
export function SelectField<Input extends FieldValues, Output>({
  choices,
  ...props
}: FieldProps<Input, Output> & { choices: { value: string; label: string }[] }) {
  const { control, around } = useField(props);
  const { field } = useController({ control: props.form.control, name: props.name });
  return around(
    <select className={fieldClass} {...control} {...field} value={field.value ?? ''}>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>,
  );
}

/** A box to check. Several boxes with one name and a value each make a list. */
export function TickField<Input extends FieldValues, Output>({
  form,
  name,
  label,
  value,
}: Pick<FieldProps<Input, Output>, 'form' | 'name' | 'label'> & { value?: string }) {
  return (
    <label className="flex min-h-11 items-center gap-3 py-1">
      <input
        type="checkbox"
        className="size-5 shrink-0 accent-brand"
        {...(value === undefined ? {} : { value })}
        {...form.register(name)}
      />
      {label}
    </label>
  );
}

/** Ties label, message, hint and control together. */
function useField<Input extends FieldValues, Output>({
  form,
  name,
  label,
  hint,
  isOptional,
}: FieldProps<Input, Output>) {
  const id = useId();
  const [hintId, errorId] = [`${id}hint`, `${id}error`];
  const { errors } = useFormState({ control: form.control, name, exact: true });
  const message = messageAt(errors, name);
  const control = {
    id,
    'aria-invalid': message !== undefined,
    'aria-describedby': [message && errorId, hint && hintId].filter(Boolean).join(' ') || undefined,
  };
  const around = (children: ReactNode) => (
    <div>
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label} {isOptional && <span className="font-normal text-text-2">(optional)</span>}
      </label>
      {message && (
        <p id={errorId} className="mb-1 text-dense text-bad">
          {problemSentence(label, message)}.
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
  return { control, around };
}

/** An optional field that is left empty sends nothing, so that its schema does not see an empty text. */
function blank(isOptional: boolean | undefined): { setValueAs?: (value: string) => string | undefined } {
  return isOptional ? { setValueAs: (value) => value || undefined } : {};
}
