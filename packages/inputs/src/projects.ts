export const projectCategories = [
  'COMMERCIAL',
  'RESIDENTIAL',
  'PUBLIC_WORKS',
  'INFRASTRUCTURE',
  'INDUSTRIAL',
  'TENANT_IMPROVEMENT',
] as const;
export const projectStatuses = [
  'DRAFT',
  'PUBLISHED',
  'BIDDING_OPEN',
  'CLOSED',
  'AWARDED',
  'CANCELLED',
] as const;
export const applicationStatuses = ['SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED'] as const;

/** Where a deadline or a start is meant; the portal shows it in Los Angeles' time with the zone named. */
export const timeZones = [
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Anchorage',
  'Pacific/Honolulu',
] as const;
