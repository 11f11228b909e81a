-- A question is seen with its interaction, a rule with its customer, and what a rule moved with the interaction.
CREATE POLICY interaction ON questions AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id));
--> statement-breakpoint
CREATE POLICY hidden ON link_rules AS RESTRICTIVE USING (customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
CREATE POLICY interaction ON link_rule_moves AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id));
--> statement-breakpoint
-- What somebody does not want to be asked about is his affair alone.
CREATE POLICY owner ON dismissed_senders AS RESTRICTIVE USING ((SELECT app_is('user:' || user_id)));
--> statement-breakpoint
ALTER TABLE link_rules ADD CONSTRAINT link_rules_answer CHECK (opportunity_id IS NULL OR NOT no_opportunity);
