import { today } from './qualifier-facts.ts';

/**
 * The newest policy of each license in the workers' comp file that has begun, or follows the one before it without a day between them,
 * as SQL; the first one if none has begun. `next_on` is the first day of one that begins after a gap. `licenses` is a select list of
 * license numbers, and `table` has the rows. A cancellation or suspension from before the policy's first day is not its own.
 */
export const policiesOf = (licenses: string, table = 'contractor_policies') => `
  with told as (
    select *, case when effective_date > cancellation_date then null else cancellation_date end as canceled,
           case when effective_date > suspension_date then null else suspension_date end as suspended
    from ${table} where license_number in (${licenses})
  ), reached as (
    select *, max(coalesce(least(expiration_date, canceled), 'infinity')) over earlier as ends_on
    from told
    window earlier as (partition by license_number order by effective_date nulls first, digest
                       rows between unbounded preceding and 1 preceding)
  ), next as (
    select license_number, min(effective_date) as next_on from reached
    where ends_on is not null and effective_date > greatest(ends_on + 1, ${today}) group by license_number
  )
  select distinct on (license_number) license_number, policy_number, effective_date, expiration_date, cancellation_date,
         canceled, suspended, next_on
  from reached left join next using (license_number)
  where (effective_date >= next_on) is not true
  order by license_number, effective_date desc nulls last, expiration_date desc nulls last, digest`;
