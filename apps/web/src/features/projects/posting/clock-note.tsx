import { instantsOf } from '@namc/inputs/clock-time';
import { type FieldValues, type Path, useWatch } from 'react-hook-form';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { instantIn } from '../project-words.ts';

const timeIn = (at: Date, zone: string): string => /\d+:\d\d.*$/.exec(instantIn(at, zone))?.[0] ?? '';

/** Says which instant is meant by a time in the hour of a clock change. Nothing for every other time. */
export function ClockNote<Values extends FieldValues, Output>({
  form,
  name,
  zone,
}: {
  form: SchemaForm<Values, Output>;
  name: Path<Values>;
  zone: string;
}) {
  const typed = useWatch({ control: form.control, name });
  if (typeof typed !== 'string' || typed === '') return null;
  const [first, second] = instantsOf(typed, zone);
  if (first && second)
    return (
      <p role="note" className="text-dense text-text-2">
        The clocks go back that night, and this time comes twice: {timeIn(first, zone)} and{' '}
        {timeIn(second, zone)}. We take the second: {instantIn(second, zone)}.
      </p>
    );
  if (first || Number.isNaN(Date.parse(`${typed}Z`))) return null;
  // No instant shows this time, so its words are those of the same time in UTC.
  const words = timeIn(new Date(`${typed}Z`), 'UTC').replace(/ UTC$/, '');
  return (
    <p role="note" className="text-dense text-bad">
      The clocks go forward that night and skip {words}. Choose an earlier or a later time.
    </p>
  );
}
