-- Audiences have an interaction_id of their own: the comment's is named with its table.
DROP POLICY thing ON comments;
--> statement-breakpoint
CREATE POLICY thing ON comments AS RESTRICTIVE USING ((SELECT app_system()) OR CASE
  WHEN comments.customer_id IS NOT NULL THEN EXISTS (SELECT FROM customers c WHERE c.id = comments.customer_id)
  WHEN comments.opportunity_id IS NOT NULL THEN EXISTS (SELECT FROM opportunities o WHERE o.id = comments.opportunity_id)
  ELSE EXISTS (SELECT FROM interactions i JOIN audiences a ON a.id = i.audience_id
    WHERE i.id = comments.interaction_id AND a.content && (SELECT app_principals())) END);
