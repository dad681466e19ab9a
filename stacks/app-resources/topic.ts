import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { Construct } from 'constructs';
import { denyPlainHttp, policyDocument } from '../iam/policy';
import { physicalName } from '../names';
import type { AppResourceReference } from '../settings/resource-reference';
import { object } from '../settings/shape';
import { AppResource, type DefinedResource, type ResourceProps, resourceReference } from './app-resource';

/** Adds an encrypted SNS topic to which the app may publish, for example `resources: { news: topic() }`. */
export function topic(): AppResource {
  return new AppResource({
    kind: 'topic',
    settings: {},
    shape: object<Record<never, never>>({}),
    attributes: ['arn'],
    name: (environment, part) => physicalName(environment, part, 'topic'),
    arn: (name, { region, accountId }) => `arn:aws:sns:${region}:${accountId}:${name}`,
    appActions: [{ actions: ['sns:Publish'] }],
    define: defineTopic,
  });
}

/** Returns a reference to the ARN of a topic in `resources`, for a variable in `app.environment`. */
export function topicArn(name: string): AppResourceReference {
  return resourceReference(name, 'topic', 'arn');
}

function defineTopic(parent: Construct, id: string, { name }: ResourceProps): DefinedResource {
  const scope = new Construct(parent, id);
  // The AWS managed key costs nothing by itself. Its policy already allows every publisher in the account to use the key.
  const { arn } = new SnsTopic(scope, 'topic', { name, kmsMasterKeyId: 'alias/aws/sns' });
  new SnsTopicPolicy(scope, 'policy', {
    arn,
    policy: policyDocument([denyPlainHttp('sns:Publish', arn)]),
  });
  return { attributes: { arn } };
}
