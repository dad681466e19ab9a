import { isIPv6 } from 'node:net';

/** The address on which a local run listens by default. */
export const loopbackAddress = '127.0.0.1';

/** The address of the app on this machine. */
export interface LocalAddress {
  /** A host name or an IP address. */
  readonly host: string;
  readonly port: number;
}

/**
 * Returns the host under which this machine reaches the app.
 * @param listenHost the address on which the app listens; undefined for the default
 */
export function hostOf(listenHost = loopbackAddress): string {
  return [loopbackAddress, '::1', '0.0.0.0', '::'].includes(listenHost) ? 'localhost' : listenHost;
}

/** Returns the address for a browser. */
export function urlOf({ host, port }: LocalAddress): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
