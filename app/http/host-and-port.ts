/**
 * A host and port as they can be compared: in lower case, numbers and names in one spelling, default ports removed.
 * Both 80 and 443 count as default, because TLS ends before the app and the scheme says nothing about the port here.
 * @returns null for what is no host with an optional port
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

/** The host and port of an Origin, normalized, or null where it is `null`, empty, a list or otherwise not an origin. */
export function authorityOfOrigin(origin: string): string | null {
  const authority = /^https?:\/\/(.+)$/i.exec(origin)?.[1];
  return authority === undefined ? null : normalizeAuthority(authority);
}
