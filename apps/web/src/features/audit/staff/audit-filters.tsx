import { actionWords } from '@namc/inputs/audit-words';
import { tableWords } from '@namc/inputs/audited-tables';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentProps, useState } from 'react';
import { useMedia, wide } from '../../../lib/use-media.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { useMe } from '../../accounts/me.ts';
import type { AuditFilters as Filters } from './filters.ts';
import { PersonPicker } from './person-picker.tsx';

/** The filters of the audit trail. */
export function AuditFilters({ filters }: { filters: Filters }) {
  const me = useMe();
  // On a phone open filters would push the entries off the screen.
  const [isOpen] = useState(useMedia(wide));
  const navigate = useNavigate();
  const go = (change: Partial<Filters>) =>
    void navigate({ to: '/admin/audit', search: { ...filters, ...change } });
  return (
    <search>
      <details open={isOpen} className="open:space-y-3">
        <summary className="cursor-pointer py-2 text-dense font-semibold text-link">Filters</summary>
        <div className="grid items-end gap-3 sm:grid-cols-2 xl:grid-cols-4">
          {me?.permissions.includes('members.read') && (
            <>
              <PersonPicker label="Done by" choose={(userId) => go({ userId })} />
              <PersonPicker label="About" choose={(targetUserId) => go({ targetUserId })} />
            </>
          )}
          {filters.kind === 'actions' && (
            <Choice
              label="Action"
              value={filters.action}
              choices={Object.entries(actionWords)}
              choose={(action) => go({ action })}
            />
          )}
          <Choice
            label="Kind of record"
            value={filters.tableName}
            choices={Object.entries(tableWords)}
            choose={(tableName) => go({ tableName, rowId: undefined })}
          />
        </div>
        <Precise key={`${filters.from} ${filters.to} ${filters.rowId}`} filters={filters} go={go} />
      </details>
    </search>
  );
}

/** Dates and ids apply on submit, because half a date is a different date. */
function Precise({ filters, go }: { filters: Filters; go: (change: Partial<Filters>) => void }) {
  const [from, setFrom] = useState(filters.from ?? '');
  const [to, setTo] = useState(filters.to ?? '');
  const [rowId, setRowId] = useState(filters.rowId ?? '');
  const [problem, setProblem] = useState<string>();
  return (
    <form
      noValidate
      className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap"
      onSubmit={(event) => {
        event.preventDefault();
        const isReversed = from !== '' && to !== '' && to < from;
        setProblem(isReversed ? 'The last day is before the first day.' : undefined);
        if (isReversed) return;
        go({ from: from || undefined, to: to || undefined, rowId: rowId.trim() || undefined });
      }}
    >
      <Field label="From" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      <Field label="To" type="date" value={to} onChange={(event) => setTo(event.target.value)} />
      <Field
        label="Record ID"
        size={36}
        maxLength={100}
        value={rowId}
        onChange={(event) => setRowId(event.target.value)}
      />
      <Button type="submit" className="max-sm:col-span-2">
        Apply
      </Button>
      {problem && (
        <p role="alert" className="col-span-2 w-full text-dense text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}

function Field({ label, ...input }: ComponentProps<'input'> & { label: string }) {
  return (
    <label className={`block max-w-full text-dense ${input.type === 'date' ? '' : 'max-sm:col-span-2'}`}>
      <span className="mb-1 block font-semibold">{label}</span>
      <input className={fieldClass} {...input} />
    </label>
  );
}
