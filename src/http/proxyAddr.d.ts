declare module "proxy-addr" {
  import type { IncomingMessage } from "node:http";

  /** The address of who made a request, as far as the hops (counted from 0) are trusted. */
  export default function proxyAddr(
    request: IncomingMessage,
    trust: (address: string, hop: number) => boolean,
  ): string;
}
