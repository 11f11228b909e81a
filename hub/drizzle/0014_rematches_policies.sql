-- A move tells of its interaction: seen by whoever sees that. A merge of a customer that is hidden is hidden.
CREATE POLICY interaction ON rematch_moves AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id));
--> statement-breakpoint
CREATE POLICY hidden ON merges AS RESTRICTIVE FOR SELECT USING (CASE noun
  WHEN 'customer' THEN into_id NOT IN (SELECT app_hidden_customers()) AND from_id NOT IN (SELECT app_hidden_customers())
  ELSE (SELECT app_system()) OR EXISTS (SELECT FROM contacts c WHERE c.id = into_id) END);
