import { submitApplicationInput } from '@namc/inputs/applications';
import { z } from 'zod/mini';

export const stepSchemas = {
  company: z.pick(submitApplicationInput, { licenseNumber: true, company: true }),
  membership: z.pick(submitApplicationInput, { tierCode: true }),
  you: z.pick(submitApplicationInput, {
    firstName: true,
    lastName: true,
    email: true,
    phone: true,
    city: true,
    zipCode: true,
    skills: true,
    statement: true,
  }),
};
