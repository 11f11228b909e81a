import { defaultPayloadConverter } from "@temporalio/common";
import { expect, test } from "vitest";
import { createKeyring } from "../secrets.ts";
import { createPayloadCodec } from "./payload-codec.ts";

const [oldKey, newKey] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
const payloadOf = (value: unknown) => defaultPayloadConverter.toPayload(value);

test("what goes to Temporal is unreadable there and comes back as it was", async () => {
  const codec = createPayloadCodec(createKeyring(newKey));
  const values = [{ orgId: "a", id: "žltý kôň" }, null, undefined, 3, ""];
  const encoded = await codec.encode(values.map(payloadOf));
  for (const payload of encoded) expect(Buffer.from(payload.data!).toString("latin1")).not.toMatch(/orgId|json\/plain/);
  const decoded = await codec.decode(encoded);
  expect(decoded.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(values);
});

test("after a rotation the old payloads are still read, and new ones are written with the new key", async () => {
  const written = await createPayloadCodec(createKeyring(oldKey)).encode([payloadOf("x")]);
  const rotated = createPayloadCodec(createKeyring(`${newKey},${oldKey}`));
  expect(defaultPayloadConverter.fromPayload((await rotated.decode(written))[0]!)).toBe("x");
  await expect(createPayloadCodec(createKeyring(oldKey)).decode(await rotated.encode([payloadOf("y")]))).rejects.toThrow("KRONIKA_KEY");
});

test("a changed bit is refused", async () => {
  const codec = createPayloadCodec(createKeyring(newKey));
  const [payload] = await codec.encode([payloadOf("x")]);
  const data = Buffer.from(payload!.data!);
  data[data.length - 1]! ^= 1;
  await expect(codec.decode([{ ...payload!, data }])).rejects.toThrow(/authenticate/);
});

test("a payload that the server made itself passes through", async () => {
  const plain = payloadOf("made by a tool");
  expect(await createPayloadCodec(createKeyring(newKey)).decode([plain])).toEqual([plain]);
});
