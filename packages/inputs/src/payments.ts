export const paymentProviders = ['STRIPE', 'CHECK', 'CASH', 'TRANSFER'] as const;
export const paymentStatuses = ['PENDING', 'SUCCEEDED', 'FAILED'] as const;
