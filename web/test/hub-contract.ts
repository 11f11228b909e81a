import type { auditTrailRoutes } from "@kronika/hub/routes/audit-trail.ts";
import type { connectionRoutes } from "@kronika/hub/routes/connections.ts";
import type { commentRoutes } from "@kronika/hub/routes/comments.ts";
import type { contactRoutes } from "@kronika/hub/routes/contacts.ts";
import type { customerRoutes } from "@kronika/hub/routes/customers.ts";
import type { engagementRoutes } from "@kronika/hub/routes/engagement.ts";
import type { erasureRoutes } from "@kronika/hub/routes/erasures.ts";
import type { handOverRoutes } from "@kronika/hub/routes/hand-overs.ts";
import type { interactionRoutes } from "@kronika/hub/routes/interactions.ts";
import type { invitationRoutes } from "@kronika/hub/routes/invitations.ts";
import type { meRoutes } from "@kronika/hub/routes/me.ts";
import type { mergingRoutes } from "@kronika/hub/routes/merging.ts";
import type { notificationRoutes } from "@kronika/hub/routes/notifications.ts";
import type { opportunityRoutes } from "@kronika/hub/routes/opportunities.ts";
import type { organizationRoutes } from "@kronika/hub/routes/organization.ts";
import type { rematchRoutes } from "@kronika/hub/routes/rematches.ts";
import type { reminderRoutes } from "@kronika/hub/routes/reminders.ts";
import type { retentionRoutes } from "@kronika/hub/routes/retention.ts";
import type { rightsRoutes } from "@kronika/hub/routes/rights.ts";
import type { salesDocumentRoutes } from "@kronika/hub/routes/sales-documents.ts";
import type { sessionRoutes } from "@kronika/hub/routes/session.ts";
import type { ssoRoutes, ssoSessionRoutes } from "@kronika/hub/routes/sso.ts";
import type { suggestionRoutes } from "@kronika/hub/routes/suggestions.ts";
import type { teamRoutes } from "@kronika/hub/routes/teams.ts";
import type { timelineRoutes } from "@kronika/hub/routes/timeline.ts";
import type { userRoutes } from "@kronika/hub/routes/users.ts";
import type { waysInRoutes } from "@kronika/hub/routes/ways-in.ts";
import type { Hono, InferResponseType } from "hono";
import type { hc } from "hono/client";
import type * as Accounts from "../src/api/accounts.ts";
import type * as Rights from "../src/api/rights.ts";
import type * as Teams from "../src/api/teams.ts";
import type { AuditCheck, AuditRow } from "../src/api/audit-trail.ts";
import type { Erasure, ErasurePreview } from "../src/api/erasures.ts";
import type { Comment, Following } from "../src/api/comments.ts";
import type { HandOver, HandOverPreview } from "../src/api/hand-over.ts";
import type { LegalHold } from "../src/api/legal-holds.ts";
import type { MergePreview } from "../src/api/merging.ts";
import type { Notification } from "../src/api/notifications.ts";
import type { RetentionPreview, RetentionRule } from "../src/api/retention.ts";
import type { Rematch } from "../src/api/rematch.ts";
import type { Completeness, Connection } from "../src/api/connections.ts";
import type * as Warmth from "../src/api/engagement.ts";
import type { SalesDocument, SalesDocumentTotal } from "../src/api/sales-documents.ts";
import type * as Web from "../src/api/types.ts";

/**
 * The JSON that the pages read (src/api) against what the hub's routes answer: a field that the hub drops, renames or makes
 * nullable is an error of the type check here. Nothing of this runs. The hub writes `string` where a page knows the few values there
 * are; so values are compared by their kind, fields by name.
 */
interface Api {
  me: Sub<typeof meRoutes> & Sub<typeof waysInRoutes>;
  invitations: Sub<typeof invitationRoutes>;
  session: Sub<typeof sessionRoutes> & Sub<typeof ssoSessionRoutes>;
  sso: Sub<typeof ssoRoutes>;
  users: Sub<typeof userRoutes>;
  organization: Sub<typeof organizationRoutes>;
  customers: Sub<typeof customerRoutes> & Sub<ReturnType<typeof timelineRoutes>> & Engagement & Merging["customers"];
  contacts: Sub<typeof contactRoutes>;
  opportunities: Sub<typeof opportunityRoutes>;
  "sales-documents": Sub<typeof salesDocumentRoutes>;
  reminders: Sub<typeof reminderRoutes>;
  comments: Sub<typeof commentRoutes>["comments"];
  follows: Sub<typeof commentRoutes>["follows"];
  notifications: Sub<typeof notificationRoutes>;
  "hand-overs": Sub<typeof handOverRoutes>;
  audit: Sub<typeof auditTrailRoutes>;
  "retention-rules": Sub<typeof retentionRoutes>;
  "legal-holds": Sub<typeof erasureRoutes>["legal-holds"];
  erasures: Sub<typeof erasureRoutes>["erasures"];
  rematches: Sub<typeof rematchRoutes>;
  connections: Sub<typeof connectionRoutes>;
  interactions: Sub<typeof interactionRoutes>;
  teams: Sub<typeof teamRoutes>;
  grants: Sub<typeof rightsRoutes>["grants"];
  rights: Sub<typeof rightsRoutes>["rights"];
}
type Engagement = Sub<ReturnType<typeof engagementRoutes>> & Sub<typeof suggestionRoutes>;
type Merging = Sub<typeof mergingRoutes>;
/** The typed client of a sub-app where it is mounted: what it calls `index` is the noun itself. One noun at a time: one type of all routes costs the checker half a minute. */
// oxlint-disable-next-line typescript/no-explicit-any -- as hc itself says it
type Sub<App> = App extends Hono<any, any, any> ? Rooted<ReturnType<typeof hc<App>>> : never;
type Rooted<Client> = Client extends { index: infer Root } ? Omit<Client, "index"> & Root : Client;
type Answer<Route, Status extends 200 | 201 = 200> = InferResponseType<Route, Status>;

/** Literals widened to what they are. */
type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer Item)[]
        ? Widened<Item>[]
        : T extends object
          ? { [Field in keyof T]: Widened<T[Field]> }
          : T;

/** Compiles only when everything that the page reads is in the hub's answer. */
type Fits<Hub, Page> = Widened<Hub> extends Widened<Page> ? true : { theHubAnswers: Widened<Hub>; thePageReads: Widened<Page> };
type Assert<Result extends true> = Result;

export type Checked = [
  Assert<Fits<Answer<Api["me"]["$get"]>, Web.Me>>,
  Assert<Fits<Answer<Api["me"]["sign-ins"]["$get"]>["items"], Web.SignInEntry[]>>,
  Assert<Fits<Answer<Api["me"]["confirmation"]["$get"]>, Accounts.Confirmation>>,
  Assert<Fits<Answer<Api["me"]["passkeys"]["$get"]>["items"], Accounts.Passkey[]>>,
  Assert<Fits<Answer<Api["invitations"]["$get"]>["items"], Accounts.Invitation[]>>,
  Assert<Fits<Answer<Api["invitations"]["look"]["$post"]>, Accounts.InvitationFacts>>,
  Assert<Fits<Answer<Api["session"]["ways"]["$get"]>, Accounts.SignInWays>>,
  Assert<Fits<Answer<Api["sso"]["$get"]>, Accounts.SsoSettings>>,
  Assert<Fits<Answer<Api["users"]["second-factors"]["$get"]>["items"], Accounts.SecondFactorOf[]>>,
  Assert<Fits<Answer<Api["organization"]["$get"]>, Web.Organization>>,
  Assert<Fits<Answer<Api["users"]["$get"]>["items"], Web.User[]>>,
  Assert<Fits<Answer<Api["customers"]["$get"]>, Web.Page<Web.Customer>>>,
  Assert<Fits<Answer<Api["customers"][":id"]["$get"]>, Web.Customer>>,
  Assert<Fits<Answer<Api["customers"][":id"]["engagement"]["$get"]>, Warmth.Engagement>>,
  Assert<Fits<Answer<Api["customers"][":id"]["suggestions"]["$get"]>["items"], Warmth.Suggestion[]>>,
  Assert<Fits<Answer<Api["contacts"]["$get"]>, Web.Page<Web.Contact>>>,
  Assert<Fits<Answer<Api["opportunities"][":id"]["$get"]>, Web.Opportunity>>,
  Assert<Fits<Answer<Api["sales-documents"]["$get"]>, Web.Page<SalesDocument>>>,
  Assert<Fits<Answer<Api["sales-documents"]["totals"]["$get"]>["items"], SalesDocumentTotal[]>>,
  Assert<Fits<Answer<Api["organization"]["lists"]["$get"]>, Web.VersionedLists>>,
  Assert<Fits<Answer<Api["reminders"]["$get"]>, Web.Page<Web.Reminder>>>,
  Assert<Fits<Answer<Api["comments"]["$get"]>["items"], Comment[]>>,
  Assert<Fits<Answer<Api["follows"]["$get"]>, Following>>,
  Assert<Fits<Answer<Api["notifications"]["$get"]>["items"], Notification[]>>,
  Assert<Fits<Answer<Api["hand-overs"]["$get"]>["items"], HandOver[]>>,
  Assert<Fits<Answer<Api["hand-overs"]["preview"]["$get"]>, HandOverPreview>>,
  Assert<Fits<Answer<Api["audit"]["$get"]>["items"], AuditRow[]>>,
  Assert<Fits<Answer<Api["audit"]["check"]["$get"]>, AuditCheck>>,
  Assert<Fits<Answer<Api["retention-rules"]["$get"]>["items"], RetentionRule[]>>,
  Assert<Fits<Answer<Api["retention-rules"]["preview"]["$post"]>, RetentionPreview>>,
  Assert<Fits<Answer<Api["legal-holds"]["$get"]>["items"], LegalHold[]>>,
  Assert<Fits<Answer<Api["erasures"]["$get"]>["items"], Erasure[]>>,
  Assert<Fits<Answer<Api["erasures"]["preview"]["$get"]>, ErasurePreview>>,
  Assert<Fits<Answer<Api["customers"][":id"]["merge-preview"]["$get"]>, MergePreview>>,
  Assert<Fits<Answer<Api["rematches"][":id"]["$get"]>, Rematch>>,
  Assert<Fits<Answer<Api["connections"]["$get"]>["items"], Connection[]>>,
  Assert<Fits<Answer<Api["connections"][":id"]["completeness"]["$get"]>, Completeness>>,
  Assert<
    Fits<Omit<Answer<Api["customers"][":id"]["timeline"]["$get"]>["items"][number], "details">, Omit<Web.InteractionSummary, "details">>
  >,
  Assert<Fits<Omit<Answer<Api["interactions"][":id"]["$get"]>, "details" | "thread">, Omit<Web.Interaction, "details" | "thread">>>,
  Assert<Fits<Answer<Api["teams"]["$get"]>["items"], Teams.Team[]>>,
  Assert<Fits<Answer<Api["grants"]["$get"]>, Web.Page<Rights.Grant>>>,
  Assert<Fits<Answer<Api["rights"]["access"]["$get"]>, Rights.Access>>,
  Assert<Fits<Answer<Api["rights"]["table"]["$get"]>, Rights.RightsTable>>,
  Assert<Fits<Answer<Api["rights"]["explanation"]["$get"]>, Rights.RightsExplanation>>,
];
