-- Ways in. As in 0001: what somebody presents before we know who it is opens its own row and no other.
CREATE POLICY presented ON invitations FOR SELECT USING (token_hash = app_presented());
--> statement-breakpoint
CREATE POLICY presented ON password_resets FOR SELECT USING (token_hash = app_presented());
--> statement-breakpoint
CREATE POLICY presented ON passkeys FOR SELECT USING (credential_id = app_presented());
--> statement-breakpoint
-- The sign-in page names the company's own sign-in before anybody is known; by its id it is begun.
CREATE POLICY presented ON sso_providers FOR SELECT USING (enabled AND (app_presented() = 'sign-in page' OR id::text = app_presented()));
--> statement-breakpoint
-- What a person proves themselves with is read and changed for this person alone; for others only by verbs that act as the system.
CREATE POLICY own ON totp_secrets AS RESTRICTIVE USING ((SELECT app_system()) OR 'user:' || user_id = ANY (app_principals()));
--> statement-breakpoint
CREATE POLICY own ON recovery_codes AS RESTRICTIVE USING ((SELECT app_system()) OR 'user:' || user_id = ANY (app_principals()));
--> statement-breakpoint
CREATE POLICY own ON passkeys AS RESTRICTIVE
  USING ((SELECT app_system()) OR 'user:' || user_id = ANY (app_principals()) OR credential_id = app_presented());
--> statement-breakpoint
-- Who is invited, and which new passwords are under way, is the administrators' affair (and the guest's, who presents the secret).
CREATE POLICY administrators ON invitations AS RESTRICTIVE
  USING ((SELECT app_system()) OR (SELECT app_is('role:admin')) OR token_hash = app_presented());
--> statement-breakpoint
CREATE POLICY administrators ON password_resets AS RESTRICTIVE
  USING ((SELECT app_system()) OR (SELECT app_is('role:admin')) OR token_hash = app_presented());
