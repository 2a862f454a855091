import { useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { typingPause } from './use-settled.ts';

/**
 * The words in a field that searches while a person types. `go` gets them after a pause, without the spaces around them, if they
 * are others than those in the address.
 */
export function useTypedSearch(
  inAddress: string,
  go: (words: string) => void,
): [typed: string, type: (words: string) => void] {
  const router = useRouter();
  const [typed, type] = useState(inAddress);
  const goToTyped = useEffectEvent((words: string) => {
    if (words !== inAddress) go(words);
  });
  useEffect(() => {
    const { pathname } = router.latestLocation;
    const timer = setTimeout(() => {
      // A person who has followed a link meanwhile is not called back.
      if (router.latestLocation.pathname === pathname) goToTyped(typed.trim());
    }, typingPause);
    return () => clearTimeout(timer);
  }, [typed, router]);
  return [typed, type];
}
