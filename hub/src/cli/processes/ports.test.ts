import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { portOwner } from "./port-owner.ts";
import { freePort, isFree } from "./ports.ts";

test("a port that is taken is not free, its owner is known by name, and another one is found", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port)).toBe(false);
    if (process.platform === "linux") expect(portOwner(port)).toContain(`(process ${process.pid})`);
    expect(await freePort(port)).not.toBe(port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("the port of the last start is taken again if it is free", async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
});
