import { compareLicenseInput } from '@namc/inputs/comparison';
import { queryClient, statusOf } from '../../../lib/api.ts';
import { InputField } from '../../../ui/fields.tsx';
import { Form, WrongField } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { licenseQuery } from '../contractor-queries.ts';
import { LicenseByName } from '../license-by-name.tsx';

const labels = { licenseNumber: 'License number' };

/** Adds a license to the comparison by its number or by the company's name. */
export default function AddContractor({
  compared,
  add,
}: {
  compared: string[];
  add: (licenseNumber: string) => void;
}) {
  const form = useSchemaForm(compareLicenseInput, { licenseNumber: '' });
  return (
    <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
      <Form
        form={form}
        labels={labels}
        action="Add to the comparison"
        working="Looking up the license…"
        submit={async ({ licenseNumber }) => {
          if (compared.includes(licenseNumber))
            throw new WrongField('licenseNumber', `License ${licenseNumber} is in the comparison already`);
          await assertKnown(licenseNumber);
          form.reset();
          add(licenseNumber);
        }}
      >
        <InputField
          form={form}
          name="licenseNumber"
          label={labels.licenseNumber}
          inputMode="numeric"
          autoComplete="off"
          hint="Up to eight digits, as the license board issues them."
        />
      </Form>
      <LicenseByName action="Compare" choose={add} />
    </div>
  );
}

/** @throws WrongField if no file ever held the license. */
async function assertKnown(licenseNumber: string): Promise<void> {
  try {
    await queryClient.fetchQuery(licenseQuery(licenseNumber));
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new WrongField('licenseNumber', `We couldn’t find license ${licenseNumber}`);
  }
}
