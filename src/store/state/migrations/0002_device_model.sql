-- What lists show and sort by besides the vendor: the most certain model and operating system.

ALTER TABLE devices ADD COLUMN model text, ADD COLUMN os text;

UPDATE devices d SET
  model = x.found -> 'attributes' -> 'model' -> 0 ->> 'value',
  os = x.found -> 'attributes' -> 'os' -> 0 ->> 'value'
FROM device_details x WHERE x.org_id = d.org_id AND x.device_id = d.device_id;
