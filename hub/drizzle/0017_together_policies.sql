-- A hand-over is the affair of who made it, and of administrators: its trace counts rows that others may not know of.
CREATE POLICY maker ON hand_overs AS RESTRICTIVE
  USING ((SELECT app_is('role:admin')) OR 'user:' || created_by = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
-- What is said of a thing is seen, and said, by who sees the thing; of an interaction by who sees its content.
CREATE POLICY thing ON comments AS RESTRICTIVE USING ((SELECT app_system()) OR CASE
  WHEN customer_id IS NOT NULL THEN EXISTS (SELECT FROM customers c WHERE c.id = customer_id)
  WHEN opportunity_id IS NOT NULL THEN EXISTS (SELECT FROM opportunities o WHERE o.id = opportunity_id)
  ELSE EXISTS (SELECT FROM interactions i JOIN audiences a ON a.id = i.audience_id WHERE i.id = interaction_id AND a.content && (SELECT app_principals())) END);
--> statement-breakpoint
CREATE POLICY author_writes ON comments AS RESTRICTIVE FOR INSERT
  WITH CHECK ((SELECT app_system()) OR 'user:' || author_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY author_edits ON comments AS RESTRICTIVE FOR UPDATE
  USING ((SELECT app_system()) OR 'user:' || author_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY author_deletes ON comments AS RESTRICTIVE FOR DELETE
  USING ((SELECT app_system()) OR 'user:' || author_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY thing ON follows AS RESTRICTIVE USING ((SELECT app_system()) OR CASE
  WHEN customer_id IS NOT NULL THEN EXISTS (SELECT FROM customers c WHERE c.id = customer_id)
  WHEN opportunity_id IS NOT NULL THEN EXISTS (SELECT FROM opportunities o WHERE o.id = opportunity_id)
  ELSE EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id) END);
--> statement-breakpoint
CREATE POLICY own_writes ON follows AS RESTRICTIVE FOR INSERT
  WITH CHECK ((SELECT app_system()) OR 'user:' || user_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY own_edits ON follows AS RESTRICTIVE FOR UPDATE
  USING ((SELECT app_system()) OR 'user:' || user_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
CREATE POLICY own_deletes ON follows AS RESTRICTIVE FOR DELETE
  USING ((SELECT app_system()) OR 'user:' || user_id = ANY ((SELECT app_principals())::text[]));
--> statement-breakpoint
-- A notification is its person's, and only as long as he sees what it tells of.
CREATE POLICY own ON notifications AS RESTRICTIVE USING ((SELECT app_system()) OR (
  'user:' || user_id = ANY ((SELECT app_principals())::text[])
  AND (customer_id IS NULL OR EXISTS (SELECT FROM customers c WHERE c.id = customer_id))
  AND (opportunity_id IS NULL OR EXISTS (SELECT FROM opportunities o WHERE o.id = opportunity_id))
  AND (interaction_id IS NULL OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id))
  AND (comment_id IS NULL OR EXISTS (SELECT FROM comments c WHERE c.id = comment_id))
  AND (reminder_id IS NULL OR EXISTS (SELECT FROM reminders r WHERE r.id = reminder_id))));
