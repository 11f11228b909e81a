-- What is brought in from files is the managers' affair: rows hold what a file says of anybody.
CREATE POLICY managers ON csv_imports AS RESTRICTIVE USING ((SELECT app_is('role:manager')));
--> statement-breakpoint
CREATE POLICY managers ON csv_import_rows AS RESTRICTIVE USING ((SELECT app_is('role:manager')));
--> statement-breakpoint
CREATE POLICY managers ON external_ids AS RESTRICTIVE USING ((SELECT app_is('role:manager')));
--> statement-breakpoint
-- Holds, certificates and rules are the administrators'. Tombstones are asked by recording alone.
CREATE POLICY administrators ON legal_holds AS RESTRICTIVE USING ((SELECT app_is('role:admin')));
--> statement-breakpoint
CREATE POLICY administrators ON erasures AS RESTRICTIVE USING ((SELECT app_is('role:admin')));
--> statement-breakpoint
CREATE POLICY system ON tombstones AS RESTRICTIVE USING ((SELECT app_system()));
--> statement-breakpoint
CREATE POLICY administrators ON retention_rules AS RESTRICTIVE USING ((SELECT app_is('role:admin')));
--> statement-breakpoint
CREATE POLICY administrators ON audit_segments AS RESTRICTIVE USING ((SELECT app_is('role:admin')));
--> statement-breakpoint
-- Written once: a certificate, a sealed segment and a tombstone are never changed.
REVOKE UPDATE, DELETE ON audit_segments FROM kronika_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON erasures FROM kronika_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON tombstones FROM kronika_app;
