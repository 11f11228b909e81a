import { v7 } from "uuid";

/** A new row id: UUIDv7 (RFC 9562 section 5.7), so that rows of one time stand together in their indexes. */
export const newId = (): string => v7();
