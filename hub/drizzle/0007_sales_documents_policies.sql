-- A document is seen with its customer.
CREATE POLICY hidden ON sales_documents AS RESTRICTIVE USING (customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
ALTER TABLE sales_documents ADD CONSTRAINT sales_documents_pushed CHECK ((source IS NULL) = (external_id IS NULL));
--> statement-breakpoint
ALTER TABLE sales_documents ADD CONSTRAINT sales_documents_paid CHECK ((state = 'paid') = (paid_on IS NOT NULL));
