import { tradeSkills } from '@namc/inputs/skills';
import type { Path } from 'react-hook-form';
import { InputField, TickField } from '../../ui/fields.tsx';
import type { SchemaForm } from '../../ui/use-schema-form.ts';
import { personLabels } from './person-labels.ts';

interface PersonAnswers {
  firstName: string;
  lastName: string;
  phone?: string | undefined;
  city?: string | undefined;
  zipCode?: string | undefined;
  skills?: string[] | undefined;
}

/** The fields in which people describe themselves: applicants on their application, and members in the settings. */
export function PersonFields<Input extends PersonAnswers, Output>({
  form,
  children,
}: {
  form: SchemaForm<Input, Output>;
  /** Fields that stand behind the names. */
  children?: React.ReactNode;
}) {
  const field = (name: keyof typeof personLabels) => ({
    form,
    name: name as Path<Input>,
    label: personLabels[name],
  });
  return (
    <>
      <InputField {...field('firstName')} autoComplete="given-name" />
      <InputField {...field('lastName')} autoComplete="family-name" />
      {children}
      <InputField {...field('phone')} type="tel" autoComplete="tel" isOptional />
      <InputField {...field('city')} autoComplete="address-level2" isOptional />
      <InputField
        {...field('zipCode')}
        autoComplete="postal-code"
        inputMode="numeric"
        isOptional
        hint="We’ll use this to tell you about work near you."
      />
      <fieldset>
        <legend className="mb-1 font-semibold">
          Other services you offer <span className="font-normal text-text-2">(optional)</span>
        </legend>
        <p className="mb-1 text-dense text-text-2">The trades on your license are added automatically.</p>
        <div className="grid rounded-control border border-divider bg-surface px-3 sm:grid-cols-2">
          {Object.entries(tradeSkills).map(([code, name]) => (
            <TickField key={code} form={form} name={'skills' as Path<Input>} value={code} label={name} />
          ))}
        </div>
      </fieldset>
    </>
  );
}
