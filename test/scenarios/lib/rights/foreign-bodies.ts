import type { MatrixWorld } from "./matrix-world.ts";

/** Bodies that name things of another organisation, in every position where a body may name something. By route. */
export function foreignBodies({ customers, people, standing }: MatrixWorld): Record<string, unknown[]> {
  const { id: customerId, dealId: opportunityId, contactId } = customers.open;
  const interactionId = standing[0]!.id;
  const userId = people.anna.id;
  const note = { kind: "note", occurredAt: "2026-11-24T09:00:00Z", text: "x" };
  return {
    "POST /api/v1/contacts": [{ name: "X", customerId }],
    "PATCH /api/v1/contacts/:id": [{ name: "X" }, { customerId }],
    "POST /api/v1/customers": [{ name: "X", ownerId: userId }],
    "PATCH /api/v1/customers/:id": [{ name: "X" }, { ownerId: userId }],
    "POST /api/v1/opportunities": [{ name: "X", customerId }],
    "PATCH /api/v1/opportunities/:id": [{ name: "X" }],
    "POST /api/v1/reminders": [
      { title: "X", at: "2026-12-01T09:00:00Z", customerId },
      { title: "X", at: "2026-12-01T09:00:00Z", interactionId },
    ],
    "POST /api/v1/interactions": [
      { interaction: note, links: { customerIds: [customerId] } },
      { interaction: note, links: { contactIds: [contactId] } },
      { interaction: note, links: { opportunityIds: [opportunityId] } },
    ],
    "PATCH /api/v1/interactions/:id": [{ text: "x" }],
    "PUT /api/v1/interactions/:id/links": [{ customerIds: [customerId] }],
    "PUT /api/v1/interactions/:id/private": [{ private: true }],
    "PUT /api/v1/customers/:id/restriction": [{ restricted: true }],
    "POST /api/v1/customers/:id/merge": [{ intoId: customers.given.id }],
    "POST /api/v1/contacts/:id/merge": [{ intoId: customers.given.contactId }],
    "POST /api/v1/grants": [
      { grantee: "org", resource: "customer", resourceId: customerId, verbs: ["view"] },
      { grantee: "org", resource: "opportunity", resourceId: opportunityId, verbs: ["view"] },
      { grantee: "org", resource: "interaction", resourceId: interactionId, verbs: ["view"] },
      { grantee: "org", resource: "user", resourceId: userId, verbs: ["view"] },
    ],
    "POST /api/v1/comments": [
      { customerId, text: "x" },
      { opportunityId, text: "x" },
      { interactionId, text: "x" },
    ],
    "PUT /api/v1/follows": [
      { customerId, following: true },
      { opportunityId, following: true },
      { interactionId, following: true },
    ],
    "POST /api/v1/hand-overs": [{ fromId: userId, toId: people.admin.id }],
    "POST /api/v1/link-rules": [
      { kind: "address", value: "a@b.example", customerId },
      { kind: "address", value: "a@b.example", customerId, opportunityId },
    ],
    "POST /api/v1/link-rules/preview": [{ kind: "address", value: "a@b.example", customerId }],
    "POST /api/v1/rematches": [{ customerId }, { contactId }],
    "POST /api/v1/teams": [{ name: "X", memberIds: [userId] }],
    "PATCH /api/v1/users/:id": [{ name: "X" }],
    "POST /api/v1/sales-documents": [{ kind: "quote", number: "1", customerId, amount: "1.00" }],
  };
}
