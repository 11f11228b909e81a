import { createCipheriv, createDecipheriv, createHash, hash, randomBytes, timingSafeEqual } from "node:crypto";

/** The key-encryption keys by id; the first one seals, all of them open (rotation). */
export interface Keyring {
  current: { id: string; key: Buffer };
  all: ReadonlyMap<string, Buffer>;
}

/**
 * @param keys base64 of 32 bytes each, the newest first, separated by commas
 * @throws Error naming the setting when a key is not 32 bytes
 */
export function createKeyring(keys: string): Keyring {
  const parsed = keys.split(",").map((text) => {
    const key = Buffer.from(text.trim(), "base64");
    if (key.length !== 32) throw new Error("KRONIKA_KEY must be 32 bytes in base64");
    return { id: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
  });
  return { current: parsed[0]!, all: new Map(parsed.map(({ id, key }) => [id, key])) };
}

/**
 * Seals a secret for one place: AES-256-GCM with a data key of its own, wrapped by the key-encryption key. `place` (table, column, row)
 * is authenticated, so that a sealed secret cannot be moved to another row.
 * Layout: version 1 byte, key id 4 bytes, wrapped data key (12 + 32 + 16), nonce 12, tag 16, ciphertext.
 */
export function seal(keys: Keyring, place: string, secret: string): Buffer {
  const dataKey = randomBytes(32);
  const wrapped = encrypt(keys.current.key, Buffer.from(`key|${place}`), dataKey);
  const body = encrypt(dataKey, Buffer.from(place), Buffer.from(secret, "utf8"));
  return Buffer.concat([Buffer.from([1]), Buffer.from(keys.current.id, "hex"), wrapped, body]);
}

/** Opens what {@link seal} made. @throws Error when the key is unknown, the place differs, or a bit was changed */
export function unseal(keys: Keyring, place: string, sealed: Buffer): string {
  if (sealed[0] !== 1) throw new Error("unknown version of a sealed secret");
  const key = keys.all.get(sealed.subarray(1, 5).toString("hex"));
  if (!key) throw new Error("the key that sealed this secret is not in KRONIKA_KEY");
  const dataKey = decrypt(key, Buffer.from(`key|${place}`), sealed.subarray(5, 65));
  return decrypt(dataKey, Buffer.from(place), sealed.subarray(65)).toString("utf8");
}

function encrypt(key: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aad);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(aad).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/** A random secret for cookies, tokens and links: 256 bits, URL-safe, with a prefix that secret scanners can find. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;

/** What is kept of a random secret. A plain hash is enough for 256 random bits. */
export const hashSecret = (secret: string): string => hash("sha256", secret);

/** Comparison in constant time. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest()];
  return timingSafeEqual(left, right);
}
