import { isIPv6 } from 'node:net';

/** The address on which the app listens in a local run, unless `LISTEN_HOST` is set. */
export const loopbackAddress = '127.0.0.1';

/** The host and the port at which this machine reaches the app. */
export interface LocalAddress {
  /** A host name or an IP address. */
  readonly host: string;
  readonly port: number;
}

/**
 * Returns the host name or IP address under which programs on this machine can reach the app.
 * @param listenHost the address on which the app listens. @default the loopback address
 */
export function hostOf(listenHost = loopbackAddress): string {
  return [loopbackAddress, '::1', '0.0.0.0', '::'].includes(listenHost) ? 'localhost' : listenHost;
}

/** Returns the URL to open in a browser. */
export function urlOf({ host, port }: LocalAddress): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
