/** Which addresses webhooks may go to: those of the public internet, and what an operator allows. */
import ipaddr from "ipaddr.js";

/** A range of addresses. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** What is public by its number, and not where it leads. */
const REFUSED: readonly Network[] = [
  // The host of a virtual machine in Azure, which hands out its credentials.
  ipaddr.parseCIDR("168.63.129.16/32"),
];

/** The part of IPv6 that is given out; ipaddr.js takes what it does not know for public. */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3");
const DOCUMENTATION = ipaddr.parseCIDR("3fff::/20");

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}

/**
 * Reads a range such as `10.1.0.0/16`.
 * @throws Error when it is none.
 */
export function parseNetwork(text: string): Network {
  return ipaddr.parseCIDR(text);
}

/**
 * Says whether a connection to an address may be made. Refused is whatever is not plainly public:
 * loopback, private, link-local, shared and reserved ranges, multicast, and IPv6 that carries IPv4.
 *
 * @param address - An IPv4 or IPv6 address, without brackets.
 * @param allowed - Ranges that an operator allows whatever they are.
 */
export function isAllowedAddress(address: string, allowed: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (allowed.some((network) => isIn(parsed, network))) return true;
  if (parsed.range() !== "unicast" || REFUSED.some((network) => isIn(parsed, network))) return false;
  return parsed.kind() === "ipv4" || (isIn(parsed, GLOBAL_UNICAST) && !isIn(parsed, DOCUMENTATION));
}
