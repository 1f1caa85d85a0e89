-- What comes by the thousand with every import was held to its capture and its organisation one row at a time: a query for
-- each. Whoever writes asks once for all of them now (the capture by its turn, the organisation at the beginning of each change);
-- here, what they belong to takes them along when it goes.

ALTER TABLE capture_devices DROP CONSTRAINT capture_devices_org_id_capture_id_fkey;
ALTER TABLE devices DROP CONSTRAINT devices_org_id_fkey;
ALTER TABLE stale_devices DROP CONSTRAINT stale_devices_org_id_fkey;

CREATE FUNCTION capture_devices_go() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM capture_devices WHERE org_id = OLD.org_id AND capture_id = OLD.capture_id;
  RETURN NULL;
END
$body$;
CREATE TRIGGER capture_devices_go_with_their_capture AFTER DELETE ON captures
  FOR EACH ROW EXECUTE FUNCTION capture_devices_go();

CREATE FUNCTION devices_go() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM devices WHERE org_id = OLD.org_id;
  DELETE FROM stale_devices WHERE org_id = OLD.org_id;
  RETURN NULL;
END
$body$;
CREATE TRIGGER devices_go_with_their_organisation AFTER DELETE ON organisations
  FOR EACH ROW EXECUTE FUNCTION devices_go();

-- Handed out whole and written by us: read once when it is written, not three times.
ALTER TABLE capture_devices ALTER COLUMN device TYPE text USING device::text;
