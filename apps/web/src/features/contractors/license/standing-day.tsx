import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/choices.tsx';

/** Asks for the standing on another day. */
export function StandingDay({ licenseNumber, on }: { licenseNumber: string; on: string | undefined }) {
  const [day, setDay] = useState(on ?? '');
  const navigate = useNavigate();
  return (
    <details className="mt-3 text-dense print:hidden" open={on !== undefined}>
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-link underline underline-offset-4 lg:min-h-8">
        Check another day
      </summary>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({
            to: '/contractors/$license',
            params: { license: licenseNumber },
            search: day ? { on: day } : {},
          });
        }}
      >
        <TextField type="date" label="Day" value={day} change={setDay} />
        <Button type="submit">Show the standing</Button>
      </form>
    </details>
  );
}
