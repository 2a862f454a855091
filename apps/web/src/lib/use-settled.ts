import { useEffect, useState } from 'react';

/** The longest pause between two letters while typing, in ms. */
export const typingPause = 250;

/** The typed text, once typing has paused. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingPause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
