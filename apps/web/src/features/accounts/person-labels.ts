export const personLabels = {
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  city: 'City',
  zipCode: 'ZIP code',
} as const;
