import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import { Button } from '../../../ui/button.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { kindsQuery } from '../../directory/directory-queries.ts';
import { labels, type ProjectValues } from './project-values.ts';

const most = 8;

/** The goals of a project, a kind of certification and a percentage each. A row that isn't whole yet isn't saved. */
export function GoalFields<Output>({ form }: { form: SchemaForm<ProjectValues, Output> }) {
  const { field } = useController({ control: form.control, name: 'goals' });
  const kinds = useQuery(kindsQuery());
  const [rows, setRows] = useState(() =>
    (field.value ?? []).map(({ kind, percent }, at) => ({ key: at, kind, percent: String(percent) })),
  );
  const change = (next: typeof rows) => {
    setRows(next);
    field.onChange(
      next.flatMap(({ kind, percent }) =>
        kind && Number(percent) > 0 && Number(percent) <= 100 ? [{ kind, percent: Number(percent) }] : [],
      ),
    );
  };
  return (
    <fieldset className="space-y-3">
      <legend className="mb-1 font-semibold">
        {labels.goals} <span className="font-normal text-text-2">(optional)</span>
      </legend>
      {rows.map((row, at) => (
        <div key={row.key} className="flex flex-wrap items-end gap-2">
          <label className="min-w-40 flex-1 text-dense">
            <span className="mb-1 block">Certification of goal {at + 1}</span>
            <select
              value={row.kind}
              onChange={({ target }) =>
                change(rows.map((one) => (one === row ? { ...one, kind: target.value } : one)))
              }
              className={fieldClass}
            >
              <option value="">Choose</option>
              {kinds.data?.map(({ code, name }) => (
                <option
                  key={code}
                  value={code}
                  disabled={rows.some((one) => one !== row && one.kind === code)}
                >
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="w-28 text-dense">
            <span className="mb-1 block">Percent of goal {at + 1}</span>
            <input
              type="number"
              inputMode="decimal"
              min={0.1}
              max={100}
              step={0.1}
              value={row.percent}
              onChange={({ target }) =>
                change(rows.map((one) => (one === row ? { ...one, percent: target.value } : one)))
              }
              className={fieldClass}
            />
          </label>
          <Button onClick={() => change(rows.filter((one) => one !== row))}>
            Remove<span className="sr-only"> goal {at + 1}</span>
          </Button>
        </div>
      ))}
      {rows.length < most && (
        <Button
          onClick={() =>
            setRows([
              ...rows,
              { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, kind: '', percent: '' },
            ])
          }
        >
          Add a goal
        </Button>
      )}
    </fieldset>
  );
}
