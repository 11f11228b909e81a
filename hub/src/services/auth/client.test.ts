import { describe, expect, test } from "vitest";
import { clientAddress, describeAgent, networkOf } from "./client.ts";

describe("the client's address", () => {
  test.each([
    // peer, X-Forwarded-For, trusted proxies, address
    ["203.0.113.7", undefined, [], "203.0.113.7"],
    ["203.0.113.7", "198.51.100.1", [], "203.0.113.7"],
    ["10.0.0.1", "198.51.100.1", ["10.0.0.1"], "198.51.100.1"],
    ["10.0.0.1", "6.6.6.6, 198.51.100.1", ["10.0.0.1"], "198.51.100.1"],
    ["10.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", ["10.0.0.0/8"], "198.51.100.1"],
    ["10.0.0.1", "not an address", ["10.0.0.1"], "10.0.0.1"],
    ["10.0.0.1", "", ["10.0.0.1"], "10.0.0.1"],
    ["::ffff:10.0.0.1", "198.51.100.1", ["10.0.0.1"], "198.51.100.1"],
    ["fd00::1", "2001:db8::5", ["fd00::/8"], "2001:db8::5"],
    ["::ffff:203.0.113.7", undefined, [], "203.0.113.7"],
    [undefined, undefined, [], "unknown"],
    [undefined, "198.51.100.1", [], "unknown"],
  ])("%s behind %j, trusting %j: %s", (peer, forwarded, trusted, address) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(address);
  });
});

describe("what a limit counts together", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::ffff", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s in %s", (address, network) => expect(networkOf(address)).toBe(network));
});

describe("a sign-in is known again by browser and system", () => {
  test.each([
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "Chrome, Linux"],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
      "Edge, Windows",
    ],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox, macOS"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
      "Safari, iOS",
    ],
    ["curl/8.1", ""],
    [null, ""],
  ])("%s", (header, name) => expect(describeAgent(header)).toBe(name));
});
