-- portal: tx
-- The portal learns of changes that members make at the provider: the facts of a card, and a card that is gone.

-- Keeps what the provider says of a saved card now. For the system.
CREATE FUNCTION note_card(method text, of_brand text, four text, month integer, year integer) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE automatic_renewals SET brand = of_brand, last_four = four, expires_month = month, expires_year = year, looked_at = now()
  WHERE method_reference = method AND status = 'ON'
$$;
SELECT definer_function('note_card(text, text, text, integer, integer)');
GRANT EXECUTE ON FUNCTION note_card(text, text, text, integer, integer) TO system_role;

-- The member removed the card at the provider: the renewal with it is off. Null if no renewal is on with it. For the system.
CREATE FUNCTION lose_card(method text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  person uuid := (SELECT user_id FROM automatic_renewals WHERE method_reference = method AND status = 'ON');
BEGIN
  PERFORM FROM users WHERE id = person FOR UPDATE;
  IF NOT EXISTS (SELECT FROM automatic_renewals WHERE user_id = person AND method_reference = method AND status = 'ON') THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT renewal FROM stop_renewal(person, 'PROVIDER'));
END
$$;
SELECT definer_function('lose_card(text)');
GRANT EXECUTE ON FUNCTION lose_card(text) TO system_role;
