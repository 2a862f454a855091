-- portal: tx
-- A qualifier's bond that is canceled as of its own first day secures nobody. Another bond stands in its place only with a later
-- first day.
SELECT reword_function('qualifiers_of(text)', 'p.bond_effective_date >= p.bond_cancellation_date',
  'p.bond_effective_date > p.bond_cancellation_date');
