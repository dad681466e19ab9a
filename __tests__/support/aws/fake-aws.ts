import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';

/** The parameters of an AWS API call. */
export type Input = Readonly<Record<string, unknown>>;
/** A handler of an operation. It returns the response, or throws an `AwsFault`. */
export type Operation = (input: Input) => object | Promise<object>;

/** An error response of AWS. An `Operation` throws it. */
export class AwsFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** A call that the fake AWS has received. */
export interface RecordedCall {
  /** The service and the operation, for example `ecs:DescribeServices`. */
  readonly action: string;
  readonly input: Input;
}

/** Maps service names in the `X-Amz-Target` header to the service prefixes of actions, such as `ecs` in `ecs:ListTasks`. */
const targets: Readonly<Record<string, string>> = {
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  Logs_20140328: 'logs',
  AmazonSSM: 'ssm',
  ResourceGroupsTaggingAPI_20170126: 'tag',
  ServiceQuotasV20190624: 'servicequotas',
  GraniteServiceVersion20100801: 'cloudwatch',
  DynamoDB_20120810: 'dynamodb',
  secretsmanager: 'secretsmanager',
  CertificateManager: 'acm',
};

/**
 * A fake AWS on loopback. It supports the protocols that the commands need: JSON with `X-Amz-Target`, forms with XML responses, and
 * ListObjectVersions of S3. A process that has the variables in `environment` sends its AWS requests to this server.
 */
export class FakeAws {
  readonly calls: RecordedCall[] = [];
  readonly #operations = new Map<string, Operation>();

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<FakeAws> {
    const server = createServer();
    const port = await listenOnLoopback(server);
    const fake = new FakeAws(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      fake.#respond(request, response).catch(() => response.destroy());
    });
    return fake;
  }

  /** The environment variables that make a process use this server: its address and credentials. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    };
  }

  /** Sets the handlers of operations by action, such as `ecs:DescribeServices`. They replace handlers that were set earlier. */
  define(operations: Readonly<Record<string, Operation>>): void {
    for (const [action, operation] of Object.entries(operations)) this.#operations.set(action, operation);
  }

  /** Returns the actions of all received calls, sorted and without duplicates. */
  actions(): string[] {
    return [...new Set(this.calls.map(({ action }) => action))].sort();
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const [prefix = '', name = ''] = target.split('.');
      const [status, result] = await this.#call(`${targets[prefix] ?? prefix}:${name}`, JSON.parse(body || '{}'));
      const content = result instanceof AwsFault ? { __type: result.code, message: result.message } : result;
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(content));
      return;
    }
    if (new URL(request.url ?? '', this.endpoint).searchParams.has('versions')) {
      const [status, result] = await this.#call('s3:ListObjectVersions', { Bucket: request.url?.split(/[/?]/)[1] });
      response.writeHead(status, { 'Content-Type': 'application/xml' }).end(versionsXml(result));
      return;
    }
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    const service = /sts/.test(request.headers.authorization ?? '') ? 'sts' : 'ec2';
    const [status, result] = await this.#call(`${service}:${Action}`, input);
    const xml = result instanceof AwsFault ? faultXml(result, service) : resultXml(Action, result, service);
    response.writeHead(status, { 'Content-Type': 'text/xml' }).end(xml);
  }

  async #call(action: string, input: Input): Promise<[number, object]> {
    this.calls.push({ action, input });
    const operation = this.#operations.get(action);
    try {
      if (!operation) throw new AwsFault('UnknownOperationException', `The fake AWS has no ${action}.`, 501);
      return [200, await operation(input)];
    } catch (error) {
      if (error instanceof AwsFault) return [error.status, error];
      return [500, new AwsFault('InternalFailure', String(error), 500)];
    }
  }
}

function faultXml({ code, message }: AwsFault, service: string): string {
  const error = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return service === 'ec2'
    ? `<Response><Errors>${error}</Errors><RequestID>1</RequestID></Response>`
    : `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`;
}

function resultXml(action: string, result: object, service: string): string {
  const content = xmlOf(result);
  return service === 'ec2'
    ? `<${action}Response><requestId>1</requestId>${content}</${action}Response>`
    : `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`;
}

/** Returns the XML of a ListObjectVersions response. S3 repeats `<Version>` for each item, while EC2 wraps the items in a list element. */
function versionsXml(result: object): string {
  const { versions = [] } = result as { readonly versions?: readonly string[] };
  const elements = versions.map((key) => `<Version><Key>${escapeXml(key)}</Key></Version>`);
  return `<ListVersionsResult><IsTruncated>false</IsTruncated>${elements.join('')}</ListVersionsResult>`;
}

/** Returns a value as XML. Each item of a list becomes an `<item>` element, as in EC2's responses. */
function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<item>${xmlOf(item)}</item>`).join('');
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, inner]) => `<${name}>${xmlOf(inner)}</${name}>`)
    .join('');
}

function escapeXml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
