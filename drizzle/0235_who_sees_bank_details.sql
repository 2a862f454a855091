-- portal: tx
-- Finance staff who look at one value of somebody's tax and bank details leave a reason in the trail, and its owner hears of it.
SELECT let_staff_send('secure-data-seen', 'secure_data.read', '{secure_data.reveal}', 'We looked at your tax or bank details', '/company');
