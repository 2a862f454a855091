import { applicationAnswers, companyUnlessStudent } from '@namc/inputs/application-answers';
import { email } from '@namc/inputs/text';
import { z } from 'zod/mini';

const { company, tierCode, licenseNumber, ...you } = applicationAnswers.shape;

export const stepSchemas = {
  company: z
    .object({ licenseNumber, company, tierCode })
    .check(companyUnlessStudent('company', 'is required')),
  membership: z
    .object({ tierCode, company })
    .check(
      companyUnlessStudent(
        'tierCode',
        'Only the Student membership is for people without a company. Choose it, or go back and add your company name',
      ),
    ),
  you: z.object({ ...you, email }),
};
