import { UserError } from '../../shared/user-error';
import type { HttpRequest, HttpResponse } from './http-exchange';
import { messageIn } from './registry-message';

/** The user name and the password for a registry. */
export interface RegistryCredentials {
  readonly user: string;
  readonly password: string;
}

/** A registry's request for credentials: the `WWW-Authenticate` header of a 401 response. */
interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ChallengeResponse {
  /** The scope if the challenge names none, such as `repository:library/node:pull`. */
  readonly scope: string;
  readonly credentials: RegistryCredentials | undefined;
  /** Sends a request to the token service. */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
}

/**
 * Responds to a registry's challenge with the credentials, or with a token from the registry's token service.
 * For public images, the token service returns a token even without credentials.
 * https://distribution.github.io/distribution/spec/auth/token/
 * @returns the value of the header `Authorization`; undefined if the registry requires credentials and there are none
 * @throws UserError with the token service's message if the service rejects the request
 */
export async function answerChallenge(
  header: string,
  { scope, credentials, send }: ChallengeResponse,
): Promise<string | undefined> {
  const { scheme, parameters } = parseChallenge(header);
  const basic = credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  if (scheme === 'basic') return basic;
  if (scheme !== 'bearer' || parameters.realm === undefined) return undefined;
  const url = new URL(parameters.realm);
  if (parameters.service) url.searchParams.set('service', parameters.service);
  url.searchParams.set('scope', parameters.scope ?? scope);
  const { status, body } = await send({ method: 'GET', url, headers: basic ? { Authorization: basic } : {} });
  if (status !== 200) {
    throw new UserError(
      `${url.host} rejected ${credentials ? `the credentials of ${credentials.user}` : 'access without credentials'} for ${parameters.scope ?? scope}: ${status}${messageIn(body)}. Check the name of the image, and your credentials.`,
    );
  }
  const { token, access_token: accessToken } = JSON.parse(Buffer.from(body).toString()) as {
    token?: string;
    access_token?: string;
  };
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
