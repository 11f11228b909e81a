GRANT DELETE ON tombstones TO kronika_app;--> statement-breakpoint
-- What is erased again belongs to the later certificate.
GRANT UPDATE (erasure_id, created_at) ON tombstones TO kronika_app;
