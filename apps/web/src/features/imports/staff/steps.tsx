import { Check } from 'lucide-react';
import type { Import } from './import.ts';

const steps = ['Upload', 'Check', 'Import'] as const;

/** The number of the steps that are done. */
const doneOf = ({ status, task, findings }: Import): number => {
  if (status === 'ACCEPTED') return 3;
  return findings && (status === 'CHECKED' || task === 'LOAD') ? 2 : 1;
};

/** The way of a file: uploaded, checked, imported. */
export function Steps({ one }: { one: Import }) {
  const done = doneOf(one);
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-5 gap-y-1 text-dense">
      {steps.map((step, at) => (
        <li
          key={step}
          aria-current={at === done ? 'step' : undefined}
          className={`flex items-center gap-1.5 ${at === done ? 'font-semibold' : at < done ? '' : 'text-text-2'}`}
        >
          <span
            aria-hidden
            className={`inline-flex size-6 items-center justify-center rounded-full border text-meta ${at < done ? 'border-ok bg-ok-tint text-ok' : at === done ? 'border-brand' : 'border-divider'}`}
          >
            {at < done ? <Check className="size-3.5" /> : at + 1}
          </span>
          {step}
          {at < done && <span className="sr-only">, done</span>}
        </li>
      ))}
    </ol>
  );
}
