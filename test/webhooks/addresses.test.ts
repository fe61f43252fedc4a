import { describe, expect, it } from "@jest/globals";
import { isAllowedAddress, parseNetwork } from "../../src/webhooks/addresses.ts";

describe("a webhook goes", () => {
  it.each(["93.184.215.14", "1.1.1.1", "172.32.0.1", "11.0.0.1", "2606:4700::1111", "2a00:1450:4001:82b::200e"])(
    "to %s",
    (address) => expect(isAllowedAddress(address, [])).toBe(true),
  );

  it.each([
    ["loopback", "127.0.0.1", "127.255.255.254", "::1"],
    ["nowhere", "0.0.0.0", "0.1.2.3", "::"],
    ["private", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "fc00::1"],
    ["link-local", "169.254.1.1", "fe80::1", "fe80::1%eth0", "fec0::1"],
    ["metadata", "169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"],
    ["shared by a provider's customers", "100.64.0.1", "100.127.255.255"],
    ["multicast and broadcast", "224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1"],
    ["reserved, for examples, for tests", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "240.0.0.1", "2001:db8::1", "3fff::1"],
    ["IPv4 within IPv6", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"],
    ["IPv4 within tunnels", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.88.99.1"],
    ["never given out", "4000::1", "5f00::1", "100::1"],
    ["no addresses", "", "localhost", "1.2.3.4.5", "::g"],
  ])("not to what is %s", (_kind, ...addresses) => {
    expect(addresses.filter((address) => isAllowedAddress(address, []))).toEqual([]);
  });

  it("to ranges that an operator allows, and to those only", () => {
    const allowed = [parseNetwork("10.1.0.0/16"), parseNetwork("fd00:1::/64")];
    const reached = ["10.1.2.3", "fd00:1::5", "10.2.0.1", "::ffff:10.1.2.3", "fd00:2::5", "127.0.0.1"].filter((address) =>
      isAllowedAddress(address, allowed));
    expect(reached).toEqual(["10.1.2.3", "fd00:1::5"]);
  });
});
