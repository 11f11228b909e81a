-- Who received a hand-over may read of it as well; making it and taking it back stay with the maker and administrators.
DROP POLICY maker ON hand_overs;
--> statement-breakpoint
CREATE POLICY readers ON hand_overs AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_is('role:admin')) OR 'user:' || created_by = ANY ((SELECT app_principals())::text[]) OR 'user:' || to_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY maker_writes ON hand_overs AS RESTRICTIVE FOR INSERT
  WITH CHECK ((SELECT app_is('role:admin')) OR 'user:' || created_by = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY maker_edits ON hand_overs AS RESTRICTIVE FOR UPDATE
  USING ((SELECT app_is('role:admin')) OR 'user:' || created_by = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY maker_deletes ON hand_overs AS RESTRICTIVE FOR DELETE
  USING ((SELECT app_is('role:admin')) OR 'user:' || created_by = ANY ((SELECT app_principals())::text[]));
