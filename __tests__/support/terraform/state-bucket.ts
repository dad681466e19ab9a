import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';
import type { Call } from '../iam/iam-evaluator';

const account = '123456789012';
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
// DNS never resolves these host names, because the domain .test is reserved (RFC 6761).
const s3Host = 's3.test';
const stsHost = 'sts.test';

/**
 * A fake S3 bucket and a fake STS on loopback, for Terraform's `s3` backend. The bucket stores one version of each object. It supports
 * conditional writes, which Terraform's lock needs.
 */
export class StateBucket {
  /** The contents of the objects, by key. */
  readonly objects = new Map<string, string>();
  /** The actions that IAM must allow for the received requests, with their resources. */
  readonly calls: Call[] = [];
  readonly #server: Server;
  #port = 0;
  #stopAt: RegExp | undefined;
  #expireAt: RegExp | undefined;
  #hasExpired = false;
  #pause: { readonly at: RegExp; readonly reached: () => void; readonly over: Promise<void> } | undefined;

  private constructor(readonly name: string) {
    this.#server = createServer((request, response) => {
      this.#respond(request, response).catch(() => response.destroy());
    });
  }

  static async start(name: string): Promise<StateBucket> {
    const bucket = new StateBucket(name);
    await bucket.recover();
    return bucket;
  }

  /**
   * The environment variables that make a program use this server as its HTTP proxy. A proxy is needed because the AWS SDK puts the name of
   * the bucket before the host name of the endpoint, and DNS could not resolve the result.
   */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_S3: `http://${s3Host}`,
      AWS_ENDPOINT_URL_STS: `http://${stsHost}`,
      HTTP_PROXY: `http://127.0.0.1:${this.#port}`,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
  }

  /**
   * Simulates an outage that begins with the next matching request, for example `/^PUT .*tfstate/`. All connections are closed, and new
   * ones are refused.
   */
  stopAt(request: RegExp): void {
    this.#stopAt = request;
  }

  /** Rejects the credentials as expired, starting with the next matching request. */
  expireCredentialsAt(request: RegExp): void {
    this.#expireAt = request;
  }

  /** Listens at the same address again, and accepts the credentials again. */
  async recover(): Promise<void> {
    this.#stopAt = undefined;
    this.#expireAt = undefined;
    this.#hasExpired = false;
    if (this.#server.listening) return;
    this.#port = await listenOnLoopback(this.#server, this.#port);
  }

  /** Runs an action while the next matching request waits for its response. */
  async duringRequest<T>(request: RegExp, action: () => Promise<T>): Promise<T> {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    await new Promise<void>((reached) => {
      this.#pause = { at: request, reached, over };
    });
    return action().finally(end);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const { host, pathname, searchParams } = new URL(request.url ?? '');
    const line = `${method} ${pathname}`;
    const body = await text(request);
    if (this.#stopAt?.test(line)) return this.stop();
    if (host !== stsHost) this.calls.push(authorizedCall(method, `arn:aws:s3:::${this.name}`, pathname));
    this.#hasExpired ||= this.#expireAt?.test(line) ?? false;
    await this.#wait(line);
    const { status, document = '' } =
      this.#errorOf(host, headers.authorization) ??
      (host === stsHost
        ? callerIdentity
        : pathname === '/'
          ? this.#list(searchParams.get('prefix') ?? '')
          : this.#object(method, pathname.slice(1), body, headers['if-none-match']));
    response.writeHead(status, { 'Content-Length': Buffer.byteLength(document) });
    response.end(method === 'HEAD' ? undefined : document);
  }

  async #wait(line: string): Promise<void> {
    if (!this.#pause?.at.test(line)) return;
    const { reached, over } = this.#pause;
    this.#pause = undefined;
    reached();
    await over;
  }

  #errorOf(host: string, authorization = ''): Reply | undefined {
    const isKnown = authorization.includes(`Credential=${accessKeyId}/`);
    if (host === stsHost) return isKnown ? undefined : stsError('InvalidClientTokenId');
    if (!isKnown) return s3Error(403, 'InvalidAccessKeyId');
    if (this.#hasExpired) return s3Error(403, 'ExpiredToken');
    return host === `${this.name}.${s3Host}` ? undefined : s3Error(404, 'NoSuchBucket');
  }

  #object(method: string, key: string, body: string, ifNoneMatch: string | undefined): Reply {
    const found = this.objects.get(key);
    switch (method) {
      case 'PUT':
        if (ifNoneMatch === '*' && found !== undefined) return s3Error(412, 'PreconditionFailed');
        this.objects.set(key, body);
        return { status: 200 };
      case 'DELETE':
        this.objects.delete(key);
        return { status: 204 };
      default:
        return found === undefined ? s3Error(404, 'NoSuchKey') : { status: 200, document: found };
    }
  }

  #list(prefix: string): Reply {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    return { status: 200, document: `<ListBucketResult><Name>${this.name}</Name>${contents}</ListBucketResult>` };
  }
}

const objectActions: Readonly<Record<string, string>> = { PUT: 's3:PutObject', DELETE: 's3:DeleteObject' };

function authorizedCall(method: string, bucket: string, pathname: string): Call {
  return pathname === '/'
    ? { action: 's3:ListBucket', resource: bucket }
    : { action: objectActions[method] ?? 's3:GetObject', resource: `${bucket}${pathname}` };
}

interface Reply {
  readonly status: number;
  readonly document?: string;
}

const callerIdentity: Reply = {
  status: 200,
  document: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ada</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
};

function s3Error(status: number, code: string): Reply {
  return { status, document: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}

function stsError(code: string): Reply {
  return { status: 403, document: `<ErrorResponse>${s3Error(403, code).document}</ErrorResponse>` };
}
