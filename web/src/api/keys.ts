/**
 * Names of everything that is cached. From general to particular, so that one prefix invalidates all below it:
 * `["customers"]` is every list and every single one.
 */
export const keys = {
  me: ["me"] as const,
  signIns: ["sign-ins"] as const,
  exclusions: ["exclusions"] as const,
  organization: ["organization"] as const,
  users: ["users"] as const,
  customers: ["customers"] as const,
  customerList: (filters: object) => ["customers", "list", filters] as const,
  customer: (id: string) => ["customers", "one", id] as const,
  contacts: ["contacts"] as const,
  contactList: (filters: object) => ["contacts", "list", filters] as const,
  opportunities: ["opportunities"] as const,
  opportunityList: (filters: object) => ["opportunities", "list", filters] as const,
  opportunity: (id: string) => ["opportunities", "one", id] as const,
  timelines: ["timeline"] as const,
  timelineOf: (target: string, id: string) => ["timeline", target, id] as const,
  timeline: (target: string, id: string, filters: object) => ["timeline", target, id, filters] as const,
  interactions: ["interactions"] as const,
  interaction: (id: string) => ["interactions", "one", id] as const,
  explanation: (id: string) => ["interactions", "explanation", id] as const,
  recent: (filters: object) => ["interactions", "recent", filters] as const,
  reminders: ["reminders"] as const,
  reminderList: (filters: object) => ["reminders", "list", filters] as const,
  connections: ["connections"] as const,
  connectionList: ["connections", "list"] as const,
  connection: (id: string) => ["connections", "one", id] as const,
  completeness: (id: string) => ["connections", "completeness", id] as const,
  skipped: (id: string) => ["connections", "skipped", id] as const,
  search: (q: string) => ["search", q] as const,
};
