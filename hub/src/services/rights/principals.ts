import type { Level } from "../../db/schema/rights.ts";

/** Ids of the teams that somebody is in, as a text[] in SQL. @param user alias of a row of `users` */
export const teamsSql = (user: string): string =>
  `ARRAY(SELECT m.team_id::text FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = ${user}.id AND t.archived_at IS NULL ORDER BY 1)`;

/**
 * The principals of people as a text[] in SQL, for statements that ask who of them sees something; the same list that a transaction of theirs
 * carries (db/transaction.ts, `principalsOf`; a test compares the two).
 * @param user alias of a row of `users`
 */
export const principalsSql = (user: string): string =>
  `(ARRAY['org', 'user:' || ${user}.id]
    || CASE ${user}.role WHEN 'admin' THEN ARRAY['role:admin', 'role:manager'] WHEN 'manager' THEN ARRAY['role:manager'] ELSE '{}' END
    || ARRAY(SELECT 'team:' || team FROM unnest(${teamsSql(user)}) team))`;

/** Whether somebody with these principals knows of a customer. Both are SQL expressions; a customer that is null is nobody's secret. */
export const seesCustomerSql = (customerId: string, principals: string): string =>
  `NOT EXISTS (SELECT FROM customer_restrictions hidden WHERE hidden.customer_id = ${customerId} AND NOT hidden.visible_to && ${principals})`;

/** Whether somebody with these principals sees an interaction up to a level. Both are SQL expressions; who looks himself is `app_principals()`. */
export const seesInteractionSql = (interactionId: string, principals: string, level: Level): string =>
  `EXISTS (SELECT FROM interactions seen JOIN audiences heard ON heard.id = seen.audience_id WHERE seen.id = ${interactionId} AND heard.${level} && ${principals})`;
