import { type ChangeEvent, type FocusEvent, useRef, useState } from 'react';
import type { z } from 'zod';

type Values = Record<string, unknown>;
type Errors = Record<string, string>;
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const afterClickMs = 200;
/** What is wrong on the whole is kept under this name. */
const whole = 'whole form';

/** A form's values, and what is wrong with them: checked by the schema that the API checks them with. */
export interface SchemaForm<Input extends Values, Output> {
  values: Input;
  errors: Errors;
  /** What is wrong on the whole. */
  problem: string | undefined;
  isSubmitting: boolean;
  /** How often it was handed in. */
  attempts: number;
  /** For a text, a number or a choice. */
  register(name: keyof Input & string): {
    name: string;
    value: string;
    onChange(event: ChangeEvent<Control>): void;
    onBlur(event: FocusEvent<Control>): void;
    ref(control: Control | null): void;
  };
  /** For a box to tick; of several that make a list, with what it stands for. */
  tick(
    name: keyof Input & string,
    value?: string,
  ): { name: string; checked: boolean; onChange(event: ChangeEvent<HTMLInputElement>): void };
  set(change: Partial<Input>): void;
  fail(field: string | undefined, message: string): void;
  focus(name: string): void;
  reset(): void;
  /** Checks, and hands in what passed; nothing is handed in twice at once. */
  submit(act: (values: Output) => Promise<unknown>): Promise<void>;
}

export function useSchemaForm<Schema extends z.ZodType<unknown, Values>>(
  schema: Schema,
  initial: z.input<Schema>,
): SchemaForm<z.input<Schema>, z.output<Schema>> {
  const [values, setValues] = useState<z.input<Schema>>(initial);
  const [errors, setErrors] = useState<Errors>({});
  const [isSubmitting, setSubmitting] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const controls = useRef(new Map<string, Control>());

  function check(): { data: z.output<Schema>; found: Errors } | { data: undefined; found: Errors } {
    const parsed = schema.safeParse(values);
    if (parsed.success) return { data: parsed.data, found: {} };
    const found: Errors = {};
    for (const { path, message } of parsed.error.issues) found[String(path[0] ?? whole)] ??= message;
    return { data: undefined, found };
  }

  const set = (change: Partial<z.input<Schema>>) => setValues((old) => ({ ...old, ...change }));
  return {
    values,
    errors,
    problem: errors[whole],
    isSubmitting,
    attempts,
    register: (name) => ({
      name,
      value: String(values[name] ?? ''),
      onChange: (event) => set({ [name]: event.target.value } as Partial<z.input<Schema>>),
      onBlur: ({ relatedTarget }) => {
        if (attempts === 0 || isSubmitting || relatedTarget instanceof HTMLButtonElement) return;
        const { [name]: message } = check().found;
        // A message that comes or goes moves the button, and a click that has begun there would be lost.
        setTimeout(
          () => setErrors(({ [name]: _, ...others }) => (message ? { ...others, [name]: message } : others)),
          afterClickMs,
        );
      },
      ref: (control) => void (control ? controls.current.set(name, control) : controls.current.delete(name)),
    }),
    tick: (name, value) => {
      const held = values[name];
      const list = Array.isArray(held) ? (held as string[]) : [];
      return {
        name,
        checked: value === undefined ? held === true : list.includes(value),
        onChange: ({ target: { checked } }) => {
          const next =
            value === undefined ? checked : checked ? [...list, value] : list.filter((one) => one !== value);
          set({ [name]: next } as Partial<z.input<Schema>>);
        },
      };
    },
    set,
    fail: (field, message) => setErrors((old) => ({ ...old, [field ?? whole]: message })),
    focus: (name) => controls.current.get(name)?.focus(),
    reset: () => {
      setValues(initial);
      setErrors({});
      setAttempts(0);
    },
    submit: async (act) => {
      if (isSubmitting) return;
      const { data, found } = check();
      setErrors(found);
      if (data === undefined) return setAttempts(attempts + 1);
      setSubmitting(true);
      try {
        await act(data);
      } finally {
        setSubmitting(false);
        setAttempts(attempts + 1);
      }
    },
  };
}
