-- portal: tx
-- The notification of an approval leads to the page that tells of it.
SELECT let_staff_send('application-approved', 'applications.decide', '{applications.approve}', 'Welcome to NAMC NorCal',
  '/application');
