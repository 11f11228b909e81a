import type { FolderRole, MailFolder } from "@kronika/connectors/connector.ts";
import type { ConnectionSettings } from "../../db/schema/connections.ts";

const READ: readonly FolderRole[] = ["inbox", "sent", "archive"];

/**
 * The folders that are read, the one with new mail first: those that the settings name, else inbox, sent and archive by their role.
 * Where a mailbox keeps its archive in a folder of everything (Gmail), that one is read for it, after the others; one that was renamed
 * or removed at the provider is left out.
 */
export function chooseFolders(folders: readonly MailFolder[], settings: ConnectionSettings): MailFolder[] {
  if (settings.folders) return settings.folders.flatMap((path) => folders.find((folder) => folder.path === path) ?? []);
  const archived = folders.some((folder) => folder.role === "archive");
  const roles: readonly FolderRole[] = archived ? READ : [...READ, "all"];
  return roles.flatMap((role) => folders.filter((folder) => folder.role === role));
}
