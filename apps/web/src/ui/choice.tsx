import { fieldClass } from './field-class.ts';

/** A select with a first choice that stands for any value. */
export function Choice({
  label,
  value,
  choices,
  choose,
}: {
  label: string;
  value: string | undefined;
  choices: [code: string, name: string][];
  choose: (value: string | undefined) => void;
}) {
  return (
    <label className="block text-dense">
      <span className="mb-1 block text-text-2">{label}</span>
      <select
        value={value ?? ''}
        onChange={(event) => choose(event.target.value || undefined)}
        className={fieldClass}
      >
        <option value="">Any</option>
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
