-- Webhooks and their log are the administrators' affair.
CREATE POLICY administrators ON webhooks AS RESTRICTIVE USING ((SELECT app_is('role:admin')));
--> statement-breakpoint
CREATE POLICY administrators ON webhook_deliveries AS RESTRICTIVE USING ((SELECT app_is('role:admin')));
