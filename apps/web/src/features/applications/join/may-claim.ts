import { api, queryClient, statusOf } from '../../../lib/api.ts';
import { WrongField } from '../../../ui/form.tsx';

/**
 * Tells at this step what sending the application would tell at the last one. If the license cannot be looked up now,
 * people go on.
 * @throws WrongField
 */
export async function assertMayClaim(licenseNumber: string): Promise<void> {
  try {
    const license = await queryClient.fetchQuery(
      api.contractors.getLicense.queryOptions({ licenseNumber }, { retry: false }),
    );
    if (!license.isNamcMember) return;
  } catch (error) {
    if (statusOf(error) !== 404) return;
    throw new WrongField(
      'licenseNumber',
      'isn’t in the license board’s file. Check the number, or leave it blank and mention it under “About you”',
    );
  }
  throw new WrongField('licenseNumber', 'belongs to another member. If it’s yours, contact us');
}
