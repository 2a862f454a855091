import type { Path } from 'react-hook-form';
import { InputField } from '../../ui/fields.tsx';
import type { SchemaForm } from '../../ui/use-schema-form.ts';

export function SettingsSection({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="space-y-4 border-t border-divider pt-6">
      <h2 className="text-h3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** The current password, which several forms of this page ask for. */
export function PasswordField<Input extends { currentPassword: string }, Output>({
  form,
}: {
  form: SchemaForm<Input, Output>;
}) {
  return (
    <InputField
      form={form}
      name={'currentPassword' as Path<Input>}
      label="Password"
      type="password"
      autoComplete="current-password"
    />
  );
}
