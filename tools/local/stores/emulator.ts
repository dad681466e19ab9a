import { type LoopbackRequest, requestLoopback } from '../loopback-request';

/** The account number in the ARNs and URLs of the emulator. */
const account = '000000000000';

/** A type of resource in the emulator of SQS, SNS and S3. */
export interface EmulatedResource {
  /** The noun for such a resource in messages, such as `bucket`. */
  readonly kind: string;
  /** The environment variable from which the AWS SDK reads the endpoint of the service. */
  readonly endpoint: string;
  /** Creates the resource. Does nothing if the resource exists. */
  create(server: EmulatorRequest): Promise<void>;
  /** Returns the attributes to which a variable may refer, with Terraform's names. */
  attributes(server: EmulatorRequest): Readonly<Record<string, string>>;
}

export interface EmulatorRequest {
  /** The port of the emulator. */
  readonly port: number;
  readonly region: string;
  /** The name of the resource. */
  readonly name: string;
}

export const emulatedBucket: EmulatedResource = {
  kind: 'bucket',
  endpoint: 'AWS_ENDPOINT_URL_S3',
  create: (request) => send(request, { method: 'PUT', path: `/${request.name}` }),
  attributes: ({ name }) => ({ arn: `arn:aws:s3:::${name}`, bucket: name, id: name }),
};

/** The types of resources that can be emulated, with Terraform's names. */
export const emulatedTypes: Readonly<Record<string, EmulatedResource>> = {
  aws_s3_bucket: emulatedBucket,
  aws_sns_topic: {
    kind: 'topic',
    endpoint: 'AWS_ENDPOINT_URL_SNS',
    create: (request) =>
      send(request, {
        method: 'POST',
        path: '/',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: authorization(request, 'sns') },
        body: new URLSearchParams({ Action: 'CreateTopic', Name: request.name }).toString(),
      }),
    attributes: ({ name, region }) => ({ arn: `arn:aws:sns:${region}:${account}:${name}` }),
  },
  aws_sqs_queue: {
    kind: 'queue',
    endpoint: 'AWS_ENDPOINT_URL_SQS',
    create: (request) =>
      send(request, {
        method: 'POST',
        path: '/',
        headers: {
          'Content-Type': 'application/x-amz-json-1.0',
          'X-Amz-Target': 'AmazonSQS.CreateQueue',
          Authorization: authorization(request, 'sqs'),
        },
        body: JSON.stringify({ QueueName: request.name }),
      }),
    attributes: ({ port, name, region }) => ({
      arn: `arn:aws:sqs:${region}:${account}:${name}`,
      url: `http://127.0.0.1:${port}/${account}/${name}`,
    }),
  },
};

/** Returns the value of the header from which the emulator reads the region. The emulator does not verify the signature. */
function authorization({ region }: EmulatorRequest, service: string): string {
  return `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

async function send({ port, name }: EmulatorRequest, call: Omit<LoopbackRequest, 'port'>): Promise<void> {
  const { status, body } = await requestLoopback({ ...call, port });
  if (status !== 200) throw new Error(`The emulator fauxqs did not create ${name}: ${body}`);
}
