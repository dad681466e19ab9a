/** The name and password for a registry. */
export interface RegistryCredentials {
  readonly user: string;
  readonly password: string;
}

/** A registry's demand for credentials: the `WWW-Authenticate` header of a 401 response. */
interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Answers a registry's challenge: with the credentials themselves, or with a token that its token service gives, also to clients
 * without credentials. https://distribution.github.io/distribution/spec/auth/token/
 * @returns the value of `Authorization`, or undefined if the registry wants credentials and there are none
 * @throws Error if the token service refuses
 */
export async function answerChallenge(
  header: string,
  scope: string,
  credentials: RegistryCredentials | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { scheme, parameters } = parseChallenge(header);
  const basic = credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  if (scheme === 'basic') return basic;
  if (scheme !== 'bearer' || parameters.realm === undefined) return undefined;
  const url = new URL(parameters.realm);
  if (parameters.service) url.searchParams.set('service', parameters.service);
  url.searchParams.set('scope', parameters.scope ?? scope);
  const response = await fetch(url, { headers: basic ? { Authorization: basic } : {}, signal });
  if (!response.ok)
    throw new Error(`${url.host} refused a token for ${parameters.scope ?? scope} with ${response.status}`);
  const { token, access_token: accessToken } = (await response.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? accessToken ?? ''}`;
}

function parseChallenge(header: string): Challenge {
  const [, scheme = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(header) ?? [];
  const parameters = Object.fromEntries(
    Array.from(rest.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g), ([, name = '', quoted, bare = '']) => [
      name.toLowerCase(),
      quoted ?? bare,
    ]),
  );
  return { scheme: scheme.toLowerCase(), parameters };
}
