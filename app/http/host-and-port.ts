/**
 * Normalizes a host and a port for comparisons: lower case, one notation for each IP address and international name, no
 * default port. Both 80 and 443 count as default ports, because a load balancer may terminate TLS, and then the app
 * does not know the scheme of the URL.
 * @returns null if the text is not a host with an optional port
 */
export function normalizeAuthority(authority: string): string | null {
  if (!/^[^\s/?#@\\]+$/.test(authority)) return null;
  try {
    const { hostname, port } = new URL(`http://${authority}`);
    return port === '' || port === '443' ? hostname : `${hostname}:${port}`;
  } catch {
    return null;
  }
}

/**
 * Returns the normalized host and port of an Origin header field. Returns null if the field is not a single origin, for
 * example if it is empty, a list, or the text `null`.
 */
export function authorityOfOrigin(origin: string): string | null {
  const authority = /^https?:\/\/(.+)$/i.exec(origin)?.[1];
  return authority === undefined ? null : normalizeAuthority(authority);
}
