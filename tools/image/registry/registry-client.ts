import { UserError } from '../../shared/user-error';
import { exchange, type HttpRequest, type HttpResponse } from './http-exchange';
import { isLoopback } from './loopback-host';
import { messageIn } from './registry-message';
import { answerChallenge, type RegistryCredentials } from './registry-token';
import { retry, TemporaryFailure } from './temporary-failure';

export interface RegistryProps {
  /** The host of the registry, with the port if it is not 443. */
  readonly host: string;
  /** The credentials. @default none, so that only public images can be pulled */
  readonly credentials?: RegistryCredentials | undefined;
  readonly stop: AbortSignal;
  /** The pause before the second of at most four attempts, in milliseconds. @default 500 */
  readonly pauseMs?: number;
  /** The idle timeout, in milliseconds: an attempt fails if no byte is sent or received for this time. @default 30,000 */
  readonly idleMs?: number;
}

/** A request that concerns one repository of the registry. */
export interface RegistryCall {
  readonly method: string;
  readonly repository: string;
  /** The path below the repository, such as `blobs/sha256:…`, or a URL that the registry has returned. */
  readonly path: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The status codes that the caller handles. The call fails for all other status codes. */
  readonly statuses: readonly number[];
  /** What the request does, in words that follow "Could not" in error messages, such as `store a layer in app`. */
  readonly action: string;
}

/** Sends requests to a registry. Authenticates when the registry asks for credentials. */
export class RegistryClient {
  /** The last `Authorization` header for each repository. It is replaced when the registry asks for credentials again. */
  readonly #authorization = new Map<string, string>();
  readonly origin: string;

  constructor(private readonly props: RegistryProps) {
    this.origin = `${isLoopback(props.host) ? 'http' : 'https'}://${props.host}`;
  }

  /** Repeats work that fails with a `TemporaryFailure`: after a failed connection, 429 or 5xx. */
  retry<T>(work: () => Promise<T>): Promise<T> {
    return retry(work, this.props);
  }

  /**
   * Makes a single attempt.
   * @throws TemporaryFailure if another attempt may succeed
   * @throws UserError with the registry's message
   */
  async call(call: RegistryCall): Promise<HttpResponse> {
    const response = await this.#authorized(call);
    if (call.statuses.includes(response.status)) return response;
    // A response to HEAD has no body, so a GET request fetches the error message.
    const isRefused = response.status === 401 || response.status === 403;
    const { status, body } =
      call.method === 'HEAD' && isRefused ? await this.#send({ ...call, method: 'GET' }) : response;
    throw new UserError(
      `Could not ${call.action}: ${this.props.host} responded with ${status}${messageIn(body)}.${isRefused ? ' Check that your credentials allow access to this repository.' : ''}`,
    );
  }

  async #authorized(call: RegistryCall): Promise<HttpResponse> {
    const response = await this.#send(call);
    const challenge = response.headers['www-authenticate'];
    if (response.status !== 401 || challenge === undefined) return response;
    const actions = call.method === 'GET' || call.method === 'HEAD' ? 'pull' : 'pull,push';
    const authorization = await answerChallenge(challenge, {
      scope: `repository:${call.repository}:${actions}`,
      credentials: this.props.credentials,
      send: (request) => this.#exchange(request, call.action),
    });
    if (authorization === undefined) return response;
    this.#authorization.set(call.repository, authorization);
    return this.#send(call);
  }

  #send({ method, path, repository, headers, body, action }: RegistryCall): Promise<HttpResponse> {
    const url = new URL(path instanceof URL ? path : `${this.origin}/v2/${repository}/${path}`);
    const authorization = this.#authorization.get(repository);
    // The token is sent only to the registry, because the URL of an upload may be on another host.
    const isOwn = url.origin === this.origin;
    const own = { ...headers, ...(authorization && isOwn && { Authorization: authorization }) };
    return this.#exchange({ method, url, headers: own, body }, action);
  }

  async #exchange(request: HttpRequest, action: string): Promise<HttpResponse> {
    const response = await exchange(request, this.props);
    const { status, headers, body } = response;
    if (status !== 429 && status < 500) return response;
    const seconds = secondsIn(headers['retry-after']);
    const wait = seconds > 0 ? ` The registry asks you to wait ${seconds} s.` : '';
    const remedy =
      status === 429 ? ' The rate limit of the registry was reached. Wait and try again, or use a mirror.' : '';
    throw new TemporaryFailure(
      `Could not ${action}: ${request.url.host} responded with ${status}${messageIn(body)}.${wait}${remedy}`,
      seconds * 1_000,
    );
  }
}

/** Returns how many seconds a `Retry-After` header asks to wait; 0 without the header. The header contains a number or a date. */
function secondsIn(header: string | undefined): number {
  if (header === undefined) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}
