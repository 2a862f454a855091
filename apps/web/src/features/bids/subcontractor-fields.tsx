import { mostSubcontractors } from '@namc/inputs/bids';
import { useFieldArray } from 'react-hook-form';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/fields.tsx';
import type { SchemaForm } from '../../ui/use-schema-form.ts';
import type { DraftValues } from './draft-values.ts';

const blank = { name: '', place: '', licenseNumber: '', dirNumber: '', work: '', amount: '', percent: '' };

/** The list of subcontractors, with what section 4104 of the Public Contract Code asks for each. */
export function SubcontractorFields<Output>({
  form,
  needsDir,
}: {
  form: SchemaForm<DraftValues, Output>;
  needsDir: boolean;
}) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'subcontractors' });
  return (
    <fieldset className="space-y-5">
      <legend className="mb-1 text-h3 font-semibold">Subcontractors</legend>
      <p className="text-dense text-text-2">
        List each subcontractor whose portion is more than one half of one percent of your price.
      </p>
      {fields.map(({ id }, at) => {
        const field = <Name extends keyof typeof blank>(name: Name) =>
          ({ form, name: `subcontractors.${at}.${name}` }) as const;
        return (
          <section
            key={id}
            aria-label={`Subcontractor ${at + 1}`}
            className="space-y-4 rounded-card border border-divider bg-surface p-4"
          >
            <h3 className="font-semibold">Subcontractor {at + 1}</h3>
            <InputField {...field('name')} label="Name" maxLength={200} />
            <InputField {...field('place')} label="Place of business" maxLength={200} hint="City and state" />
            <InputField
              {...field('licenseNumber')}
              label="License number"
              inputMode="numeric"
              maxLength={12}
            />
            <InputField
              {...field('dirNumber')}
              label="DIR registration number"
              isOptional={!needsDir}
              maxLength={20}
            />
            <InputField {...field('work')} label="Portion of the work" maxLength={300} />
            <div className="grid gap-4 sm:grid-cols-2">
              <InputField {...field('amount')} label="Amount in dollars" inputMode="decimal" />
              <InputField {...field('percent')} label="or percent of your price" inputMode="decimal" />
            </div>
            <Button onClick={() => remove(at)}>
              Remove<span className="sr-only"> subcontractor {at + 1}</span>
            </Button>
          </section>
        );
      })}
      {fields.length < mostSubcontractors && (
        <Button onClick={() => append(blank)}>Add a subcontractor</Button>
      )}
    </fieldset>
  );
}
