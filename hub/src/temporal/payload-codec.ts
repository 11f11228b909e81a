import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Payload, PayloadCodec } from "@temporalio/common";
import type { Keyring } from "../secrets.ts";

const ENCODING = "binary/encrypted";
const KEY_ID = "kronika-key";
const INFO = "kronika/temporal-payload/1";
const NONCE = 12;
const TAG = 16;

/**
 * Encrypts everything that Temporal stores for us: AES-256-GCM with a key derived (HKDF, RFC 5869) from the keyring, so that the database
 * of a Temporal server tells nothing but workflow ids. The newest key encrypts, all of them decrypt (rotation). Layout of `data`:
 * nonce 12, tag 16, ciphertext of the framed payload; the key's id stands in the metadata and is authenticated.
 */
export function createPayloadCodec(keys: Keyring): PayloadCodec {
  const derived = new Map([...keys.all].map(([id, key]) => [id, Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), INFO, 32))]));
  const current = { id: keys.current.id, key: derived.get(keys.current.id)! };
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, current)),
    // What is not ours was written by the server or by its tools, and holds nothing of us.
    decode: async (payloads) =>
      payloads.map((payload) => (text(payload.metadata?.["encoding"]) === ENCODING ? decrypt(payload, derived) : payload)),
  };
}

function encrypt(payload: Payload, { id, key }: { id: string; key: Buffer }): Payload {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aad(id));
  const sealed = Buffer.concat([cipher.update(frame(payload)), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(id) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]),
  };
}

function decrypt(payload: Payload, keys: ReadonlyMap<string, Buffer>): Payload {
  const id = text(payload.metadata?.[KEY_ID]);
  const key = keys.get(id);
  if (!key) throw new Error("the key that encrypted this Temporal payload is not in KRONIKA_KEY");
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv("aes-256-gcm", key, data.subarray(0, NONCE))
    .setAAD(aad(id))
    .setAuthTag(data.subarray(NONCE, NONCE + TAG));
  return unframe(Buffer.concat([decipher.update(data.subarray(NONCE + TAG)), decipher.final()]));
}

/** Metadata and data in one piece: length of the metadata (4 bytes), metadata as JSON of base64 values, data. */
function frame(payload: Payload): Buffer {
  const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value ?? []).toString("base64")]);
  const head = Buffer.from(JSON.stringify(metadata));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  // The SDK gives a payload without data an empty array of numbers.
  return Buffer.concat([length, head, Buffer.from(payload.data ?? [])]);
}

function unframe(framed: Buffer): Payload {
  const end = 4 + framed.readUInt32BE(0);
  const metadata = JSON.parse(framed.subarray(4, end).toString()) as [string, string][];
  return {
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name, Buffer.from(value, "base64")])),
    data: framed.subarray(end),
  };
}

const aad = (keyId: string) => Buffer.from(`${INFO}|${keyId}`);
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();
