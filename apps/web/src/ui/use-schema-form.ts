import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { type DefaultValues, type FieldValues, type UseFormReturn, useForm } from 'react-hook-form';
import type { z } from 'zod/mini';
import { findDraft } from '../lib/drafts.ts';
import { type Draft, useDraft } from './use-draft.ts';

export type SchemaForm<Input extends FieldValues, Output> = UseFormReturn<Input, unknown, Output>;

/**
 * A form that checks its values with the schema that the API uses. A field is checked again while its value
 * changes, and never on blur: a message that disappeared then would move the button under the pointer, and would
 * take the server's messages with it. With a `draft`, closing a dialog loses nothing that was typed: the next form of
 * the same key begins with it.
 */
export function useSchemaForm<Schema extends z.ZodMiniType<unknown, FieldValues>>(
  schema: Schema,
  initial: z.input<Schema>,
  draft?: Draft<z.input<Schema>>,
): SchemaForm<z.input<Schema>, z.output<Schema>> {
  const form = useForm<z.input<Schema>, unknown, z.output<Schema>>({
    resolver: standardSchemaResolver<z.input<Schema>, unknown, z.output<Schema>>(schema),
    defaultValues: { ...initial, ...(draft && findDraft(draft.key)) } as DefaultValues<z.input<Schema>>,
    mode: 'onSubmit',
    reValidateMode: 'onChange',
    // The error summary takes the focus, and leads to the fields.
    shouldFocusError: false,
  });
  useDraft(form, initial, draft);
  return form;
}
