import { isIPv6 } from 'node:net';

/** Where a local run listens if the user does not choose otherwise. */
export const loopbackAddress = '127.0.0.1';

/** How this machine reaches the app. */
export interface LocalAddress {
  /** A host name or an IP address. */
  readonly host: string;
  readonly port: number;
}

/** The host that reaches an app on this machine. @param listenHost what the app listens on; undefined for the default */
export function hostOf(listenHost = loopbackAddress): string {
  return [loopbackAddress, '::1', '0.0.0.0', '::'].includes(listenHost) ? 'localhost' : listenHost;
}

/** The address for a browser. */
export function urlOf({ host, port }: LocalAddress): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
