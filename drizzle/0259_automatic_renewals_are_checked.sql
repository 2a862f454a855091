-- portal: tx
ALTER TABLE checkouts VALIDATE CONSTRAINT checkouts_charge_id_renewal_charges_id_fk;
ALTER TABLE account_links VALIDATE CONSTRAINT account_links_purpose_known;
