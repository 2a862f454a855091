import { checkAddressInput } from '@namc/inputs/places';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { api } from '../../../lib/api.ts';
import { useSettled } from '../../../lib/use-settled.ts';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import type { ProjectValues } from './project-values.ts';

/** Says beside the fields when the ZIP code is none of California, or is far from the city. The project is saved all the same. */
export function AddressNote<Output>({ form }: { form: SchemaForm<ProjectValues, Output> }) {
  const [zip = '', city = ''] = useWatch({ control: form.control, name: ['zipCode', 'city'] });
  const { data: address } = checkAddressInput.safeParse({
    zipCode: useSettled(zip.trim()),
    city: useSettled(city.trim()),
  });
  const { data: found } = useQuery(api.places.checkAddress.queryOptions(address ?? skipToken));
  if (!address || !found || found.outcome === 'fits') return null;
  return (
    <p role="note" className="text-dense text-warn">
      {found.outcome === 'unknown' &&
        `We don’t know the ZIP code ${address.zipCode}. Check it: without it we place the project by its city.`}
      {found.outcome === 'elsewhere' &&
        `${address.zipCode} is in ${found.label}, outside California. Check the ZIP code.`}
      {found.outcome === 'apart' &&
        `${address.zipCode} is in ${found.label}, ${found.miles} miles from ${address.city}. Check both: we place the project by its ZIP code.`}
    </p>
  );
}
