import { useEffect, useState } from 'react';

/** Who types pauses no longer between two letters, ms. */
export const typingPause = 250;

/** What is typed, once nothing more has been for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingPause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
