import type { z } from "zod";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import type { Credential } from "@kronika/connectors/connector.ts";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { connections, type ConnectionSettings } from "../../db/schema/connections.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayConnection } from "../../policies/connection.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { sealCredential } from "./open.ts";
import { probe, type Probe } from "./probe.ts";
import { createConnectionSchema, type CreateConnection } from "./schemas.ts";

/** Looks at an account without keeping anything: folders of a mailbox, calendars to choose from. */
export async function discover(ctx: Ctx, input: CreateConnection): Promise<Probe> {
  const fields = parse(createConnectionSchema, input);
  authorise(mayConnection(ctx.actor, "create", { userId: actingUserId(ctx) ?? "" }));
  return probe(ctx, fields.kind, settingsOf(fields), credentialOf(fields));
}

/**
 * Connects a mailbox or a calendar of the acting person: signs in first, then keeps the credential sealed; the sync starts by itself.
 * @throws AppError `invalid` with the field that the server refuses
 */
export async function createConnection(ctx: Ctx, input: CreateConnection): Promise<{ id: string }> {
  const fields = parse(createConnectionSchema, input);
  const userId = actingUserId(ctx);
  if (userId === null) throw new AppError("forbidden", "Only a person can connect an account.");
  authorise(mayConnection(ctx.actor, "create", { userId }));
  const credential = credentialOf(fields);
  const seen = await probe(ctx, fields.kind, settingsOf(fields), credential);
  const settings = { ...settingsOf(fields), ...chosenCalendar(fields, seen) };
  const addresses = [...new Set([...seen.addresses, fields.username].map(normaliseAddress).filter((address) => address !== null))];
  return inTransaction(ctx, async (tx, ctx) => {
    const id = newId();
    await tx.insert(connections).values({
      id,
      orgId: ctx.orgId,
      userId,
      kind: fields.kind,
      provider: fields.provider,
      name: fields.name ?? addresses[0] ?? fields.username,
      addresses,
      settings,
      credential: sealCredential(ctx, id, credential),
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    });
    await enqueueWorkflow(tx, ctx, fields.kind === "mailbox" ? "syncMailbox" : "syncCalendar", id);
    await audit(tx, ctx, { verb: "create", noun: "connection", rowId: id, detail: { kind: fields.kind, provider: fields.provider } });
    await announce(tx, ctx, { noun: "connection", id });
    return { id };
  });
}

type Fields = z.output<typeof createConnectionSchema>;

const credentialOf = (fields: Fields): Credential => ({ kind: "password", username: fields.username, password: fields.password });

function settingsOf(fields: Fields): ConnectionSettings {
  const backfill = fields.backfillDays === undefined ? {} : { backfillDays: fields.backfillDays };
  if (fields.kind === "mailbox") {
    return {
      server: fields.server,
      username: fields.username,
      mode: fields.mode,
      ...backfill,
      ...(fields.folders ? { folders: fields.folders } : {}),
    };
  }
  return {
    url: fields.url,
    username: fields.username,
    writesReminders: fields.writesReminders,
    ...backfill,
    ...(fields.calendarId ? { calendarId: fields.calendarId } : {}),
  };
}

/** The calendar to read: the one that was named, else the first that can be written to. */
function chosenCalendar(fields: Fields, seen: Probe): ConnectionSettings {
  if (fields.kind !== "calendar") return {};
  const calendars = seen.calendars ?? [];
  const chosen = fields.calendarId
    ? calendars.find((calendar) => calendar.id === fields.calendarId)
    : (calendars.find((calendar) => !calendar.readOnly) ?? calendars[0]);
  if (!chosen) {
    const field = fields.calendarId
      ? { pointer: "/calendarId", message: "is no calendar of this account" }
      : { pointer: "/url", message: "There is no calendar at this address." };
    throw new AppError("invalid", "The connection could not be made.", { fields: [field] });
  }
  return { calendarId: chosen.id };
}
