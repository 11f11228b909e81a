-- Contents of attachments are seen by who may read the content of an interaction that they hang on; names alone open nothing.
CREATE INDEX attachments_blob ON attachments (org_id, sha256) WHERE sha256 IS NOT NULL;
--> statement-breakpoint
CREATE POLICY attached ON blobs AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR EXISTS (SELECT FROM attachments a JOIN interaction_bodies t ON t.interaction_id = a.interaction_id
    WHERE a.org_id = blobs.org_id AND a.sha256 = blobs.sha256));
--> statement-breakpoint
-- Only the system keeps and removes contents.
CREATE POLICY system_adds ON blobs AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT app_system()));
--> statement-breakpoint
CREATE POLICY system_changes ON blobs AS RESTRICTIVE FOR UPDATE USING ((SELECT app_system()));
--> statement-breakpoint
CREATE POLICY system_removes ON blobs AS RESTRICTIVE FOR DELETE USING ((SELECT app_system()));
--> statement-breakpoint
-- What messages said about interactions is for recording alone; people see the reactions that it became.
CREATE POLICY system ON interaction_reports AS RESTRICTIVE USING ((SELECT app_system()));
--> statement-breakpoint
CREATE POLICY hidden ON suggestion_dismissals AS RESTRICTIVE USING (customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
-- A reaction is seen by who sees both sides of it.
DROP POLICY interaction ON reactions;
--> statement-breakpoint
CREATE POLICY interaction ON reactions AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR (EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id)
    AND (to_interaction_id IS NULL OR to_interaction_id = interaction_id OR EXISTS (SELECT FROM interactions i WHERE i.id = to_interaction_id))));
