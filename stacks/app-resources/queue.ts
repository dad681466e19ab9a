import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { denyPlainHttp, policyDocument } from '../iam/policy';
import { physicalName } from '../names';
import type { AppResourceReference } from '../settings/resource-reference';
import { object, oneOf, optional } from '../settings/shape';
import { AppResource, type DefinedResource, type ResourceProps, resourceReference } from './app-resource';

/** The settings of a queue in `resources`. */
export interface QueueSettings {
  /** What the app may do with messages: `send`, `receive`, or `send and receive`. @default 'send' */
  readonly app?: keyof typeof appActions;
}

const sending = ['sqs:SendMessage'];
const receiving = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'];
const appActions = { send: sending, receive: receiving, 'send and receive': [...sending, ...receiving] } as const;

/** How many times a message can be received without being deleted. After that, SQS moves the message to the dead-letter queue. */
const maxReceiveCount = 5;
/**
 * How long the dead-letter queue keeps messages: 14 days, the maximum of SQS.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const deadLetterSeconds = 14 * 86_400;
/** How many seconds a receive call waits for a message: the maximum of SQS, so that an idle consumer makes few calls. */
const waitSeconds = 20;

/** Adds an encrypted SQS queue with a dead-letter queue, for example `resources: { jobs: queue() }`. */
export function queue(settings: QueueSettings = {}): AppResource {
  return new AppResource({
    kind: 'queue',
    settings,
    shape: object<QueueSettings>({ app: optional(oneOf('send', 'receive', 'send and receive')) }),
    attributes: ['url', 'arn'],
    // SQS allows names of 80 characters. The name of the dead-letter queue has a suffix.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
    name: (environment, part) => physicalName(environment, part, 80 - deadLetterSuffix.length),
    arn: (name, { region, accountId }) => `arn:aws:sqs:${region}:${accountId}:${name}`,
    appActions: [{ actions: appActions[settings.app ?? 'send'] }],
    define: defineQueue,
  });
}

/** Returns a reference to the URL of a queue in `resources`, for a variable in `app.environment`. */
export function queueUrl(name: string): AppResourceReference {
  return resourceReference(name, 'queue', 'url');
}

const deadLetterSuffix = '-dead-letters';

function defineQueue(parent: Construct, id: string, { name }: ResourceProps): DefinedResource {
  const scope = new Construct(parent, id);
  const deadLetterName = `${name}${deadLetterSuffix}`;
  // Encryption with SQS-managed keys (SSE-SQS) is free.
  const encryption = { sqsManagedSseEnabled: true };
  const deadLetters = new SqsQueue(scope, 'dead-letters', {
    name: deadLetterName,
    messageRetentionSeconds: deadLetterSeconds,
    ...encryption,
  });
  const queue = new SqsQueue(scope, 'queue', {
    name,
    receiveWaitTimeSeconds: waitSeconds,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
    ...encryption,
  });
  new SqsQueuePolicy(scope, 'policy', {
    queueUrl: queue.url,
    policy: policyDocument([denyPlainHttp('sqs:*', queue.arn)]),
  });
  return {
    attributes: { url: queue.url, arn: queue.arn },
    data: new Map([
      [name, queue],
      [deadLetterName, deadLetters],
    ]),
  };
}
