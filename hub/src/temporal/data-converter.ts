import { fileURLToPath } from "node:url";
import type { DataConverter } from "@temporalio/common";
import type { Keyring } from "../secrets.ts";
import { createPayloadCodec } from "./payload-codec.ts";

/** The failure converter's file: the SDK loads it by itself, also into the prebuilt bundle of the workflows. */
export const failureConverterPath = fileURLToPath(new URL("./failure-converter.ts", import.meta.url));

/** How hub and worker alike write to Temporal: payloads encrypted, failures as codes. */
export const createDataConverter = (keys: Keyring): DataConverter => ({ failureConverterPath, payloadCodecs: [createPayloadCodec(keys)] });
