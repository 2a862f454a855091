import { useEffect, useState } from 'react';

/** The longest pause between two letters while typing, in ms. */
export const typingPause = 250;

/** The typed text, once typing has paused for so many ms. */
export function useSettled(text: string, pauseMs = typingPause): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, pauseMs]);
  return settled;
}
