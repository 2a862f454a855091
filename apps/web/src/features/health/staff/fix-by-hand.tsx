/** The SQL that mends what a check found, and the lock that it takes. */
export function FixByHand({ fix }: { fix: { sql: string; lock: string } }) {
  return (
    <div className="max-w-[75ch]">
      <p>To run by hand, with the right name in it:</p>
      <pre className="mt-1 overflow-x-auto rounded-control border border-divider bg-canvas p-2 whitespace-pre-wrap break-words">
        <code>{fix.sql}</code>
      </pre>
      <p className="mt-1 text-text-2">Lock: {fix.lock}</p>
    </div>
  );
}
