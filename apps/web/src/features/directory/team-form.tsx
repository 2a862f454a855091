import { mostNeeds } from '@namc/inputs/directory';
import { tradeSkill, tradeSkills } from '@namc/inputs/skills';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Chips, ChipWords, chipClass, clearClass } from '../../ui/chips.tsx';
import { CheckboxChoices } from '../../ui/choices.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { tradeCodes } from '../contractors/trade-names.ts';
import { PlaceField } from '../places/place-field.tsx';
import { classLabel, type TeamSearch } from './team-search.ts';

const distances = [10, 25, 50, 100, 200];

/** Asks for the needs of a job and its place. */
export function TeamForm({
  search,
  change,
  problem,
}: {
  search: TeamSearch;
  change: (search: TeamSearch) => void;
  /** The id of the message about an unknown place. */
  problem: string | undefined;
}) {
  const [typed, type] = useState(search);
  const [lacks, setLacks] = useState<string | null>(null);
  const placeField = useRef<HTMLInputElement>(null);
  const chosen = typed.trades.length + typed.skills.length;
  return (
    <search className="print:hidden">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          const next = { ...typed, near: typed.near.trim() };
          if (chosen === 0) return setLacks('Choose at least one class or skill.');
          if (chosen > mostNeeds) return setLacks(`Choose at most ${mostNeeds} classes and skills together.`);
          if (next.near === '') {
            placeField.current?.focus();
            return setLacks('Say where the job is.');
          }
          setLacks(null);
          change(next);
        }}
      >
        {chosen > 0 && (
          <Chips
            label="The job needs"
            clear={
              <button
                type="button"
                className={clearClass}
                onClick={() => type({ ...typed, trades: [], skills: [] })}
              >
                Clear all
              </button>
            }
          >
            {typed.trades.map((code) => (
              <li key={code}>
                <button
                  type="button"
                  className={chipClass}
                  onClick={() => type({ ...typed, trades: typed.trades.filter((one) => one !== code) })}
                >
                  <ChipWords>{classLabel(code)}</ChipWords>
                </button>
              </li>
            ))}
            {typed.skills.map((code) => (
              <li key={code}>
                <button
                  type="button"
                  className={chipClass}
                  onClick={() => type({ ...typed, skills: typed.skills.filter((one) => one !== code) })}
                >
                  <ChipWords>{tradeSkills[code]}</ChipWords>
                </button>
              </li>
            ))}
          </Chips>
        )}
        <div className="grid gap-4 md:grid-cols-2">
          <CheckboxChoices
            legend="Classes"
            narrowing="Find a class"
            choices={tradeCodes(typed.trades).map((code) => ({ value: code, label: classLabel(code) }))}
            chosen={typed.trades}
            choose={(trades) => type({ ...typed, trades })}
            most={{ count: mostNeeds, of: 'classes' }}
          />
          <CheckboxChoices
            legend="Skills"
            narrowing="Find a skill"
            choices={Object.entries(tradeSkills).map(([value, label]) => ({ value, label }))}
            chosen={typed.skills}
            choose={(skills) => type({ ...typed, skills: skills.map((code) => tradeSkill.parse(code)) })}
            most={{ count: mostNeeds, of: 'skills' }}
          />
        </div>
        <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto_auto] sm:items-end">
          <PlaceField
            label="Where the job is"
            name="near"
            inputRef={placeField}
            typed={typed.near}
            type={(near) => type({ ...typed, near })}
            choose={(near) => type({ ...typed, near })}
            leave={() => undefined}
            problem={problem}
          />
          <label className="block text-dense">
            <span className="mb-1 block font-semibold">Within</span>
            <select
              name="miles"
              className={fieldClass}
              value={typed.miles}
              onChange={(event) => type({ ...typed, miles: Number(event.target.value) })}
            >
              {[...new Set([...distances, typed.miles])]
                .sort((a, b) => a - b)
                .map((miles) => (
                  <option key={miles} value={miles}>
                    {miles} {miles === 1 ? 'mile' : 'miles'}
                  </option>
                ))}
            </select>
          </label>
          <Button type="submit" look="primary">
            <Search aria-hidden className="size-4" />
            Find teams
          </Button>
        </div>
        <p role="status" className="text-dense text-bad">
          {lacks}
        </p>
      </form>
    </search>
  );
}
