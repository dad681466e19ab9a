/**
 * Whether a host, with or without a port, is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
 * Plain HTTP is allowed only for this machine, because others could read credentials in transit.
 */
export function isLoopback(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname, pathname } = new URL(`http://${host}`);
  return pathname === '/' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
