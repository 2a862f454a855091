import { queryOptions } from '@tanstack/react-query';
import { abortOnUnmount, api } from '../../lib/api.ts';

export const firmQuery = (companyId: string) =>
  queryOptions(api.directory.getFirm.queryOptions({ companyId }, abortOnUnmount));
