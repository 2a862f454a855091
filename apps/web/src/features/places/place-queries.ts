import { keepPreviousData, skipToken } from '@tanstack/react-query';
import { abortOnUnmount, api } from '../../lib/api.ts';

/** The shortest text that has suggestions. */
const fewestLetters = 2;

export const suggestionsQuery = (typed: string) =>
  api.places.suggest.queryOptions(typed.length >= fewestLetters ? { typed } : skipToken, {
    ...abortOnUnmount,
    placeholderData: keepPreviousData,
  });

/** Places that an unknown text may have meant. */
export const nearestPlacesQuery = (near: string) =>
  api.places.listNearest.queryOptions({ near }, abortOnUnmount);
