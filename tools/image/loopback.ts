/**
 * Whether a host, with or without a port, is this machine: `localhost`, `127.0.0.0/8` or `[::1]`. Nothing else is ever called by
 * plain http, because credentials would be readable on the way.
 */
export function isLoopback(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname, pathname } = new URL(`http://${host}`);
  return pathname === '/' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
