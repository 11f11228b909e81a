-- A right tells of the thing it was given on: it is seen by whoever sees that thing; one on somebody's mail by that person, by who received
-- it, and by administrators.
CREATE POLICY resource ON grants AS RESTRICTIVE FOR SELECT USING ((SELECT app_is('role:admin')) OR grantee = ANY (app_principals())
  OR CASE resource WHEN 'customer' THEN EXISTS (SELECT FROM customers c WHERE c.id = resource_id)
    WHEN 'opportunity' THEN EXISTS (SELECT FROM opportunities o WHERE o.id = resource_id)
    WHEN 'interaction' THEN EXISTS (SELECT FROM interactions i WHERE i.id = resource_id)
    ELSE app_is('user:' || resource_id) END);
