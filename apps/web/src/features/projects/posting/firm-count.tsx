import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { formatCount, plural } from '../../../lib/formats.ts';
import { useSettled } from '../../../lib/use-settled.ts';
import { fieldClass } from '../../../ui/field-class.ts';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { usePosting } from './posting-procedures.ts';
import type { ProjectValues } from './project-values.ts';

const distances = [10, 25, 50, 100, 200];

/** The number of member firms that could do the work, and how many of them are near. */
export function FirmCount<Output>({ form }: { form: SchemaForm<ProjectValues, Output> }) {
  const id = useId();
  const { projects } = usePosting();
  const [miles, setMiles] = useState(50);
  const [skills = [], zipCode = '', city = ''] = useWatch({
    control: form.control,
    name: ['skills', 'zipCode', 'city'],
  });
  const near = useSettled((zipCode || city).trim());
  const { data, isError } = useQuery(
    projects.countFirmsForWork.queryOptions(
      { skills, near, miles },
      { enabled: skills.length > 0, placeholderData: keepPreviousData },
    ),
  );
  return (
    <div className="rounded-card border border-divider bg-surface p-4">
      <div className="flex flex-wrap items-center gap-2 text-dense">
        <label htmlFor={id}>Count firms within</label>
        <select
          id={id}
          value={miles}
          onChange={({ target }) => setMiles(Number(target.value))}
          className={`${fieldClass} w-auto!`}
        >
          {distances.map((distance) => (
            <option key={distance} value={distance}>
              {distance} miles
            </option>
          ))}
        </select>
      </div>
      <p role="status" className="mt-2 text-dense">
        {skills.length === 0
          ? 'Choose trades or skills to see how many member firms could bid.'
          : isError
            ? 'We couldn’t count the firms for this place.'
            : data &&
              `${formatCount(data.firms)} member ${plural(data.firms, 'firm has', 'firms have')} one of these trades or skills${
                near ? `, ${formatCount(data.nearBy)} of them within ${miles} miles of ${near}` : ''
              }.`}
      </p>
    </div>
  );
}
