import { fieldClass } from './field-class.ts';

/** A select whose first choice, “Any”, stands for no filter. */
export function Choice<Code extends string>({
  label,
  value,
  choices,
  choose,
}: {
  label: string;
  value: Code | undefined;
  choices: [code: Code, name: string][];
  choose: (value: Code | undefined) => void;
}) {
  return (
    <label className="block text-dense">
      <span className="mb-1 block font-semibold">{label}</span>
      <select
        value={value ?? ''}
        onChange={(event) => choose(choices.find(([code]) => code === event.target.value)?.[0])}
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
