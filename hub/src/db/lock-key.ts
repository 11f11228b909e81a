import { hash } from "node:crypto";

/** The number of an advisory lock for what a text names: 63 bits of its SHA-256. Two texts that collide only wait for each other. */
export const lockKey = (text: string): bigint => hash("sha256", text, "buffer").readBigInt64BE(0);
