import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

const staleMs = 60 * 60_000;

export const contactQuery = () => api.settings.getContact.queryOptions(undefined, { staleTime: staleMs });

/** The association's contact details. Undefined while they are unknown. */
export const useContact = () => useQuery(contactQuery()).data;
