-- The instances of a series by its UID: an answer to the whole series is one to each.
CREATE INDEX interaction_identities_series ON interaction_identities (org_id, (regexp_replace(value, '\|[^|]*$', ''))) WHERE scheme = 'ical';
