import { actionsWithoutResources } from './actions-without-resources';
import { withNames } from './expressions';
import { allowStatements, narrows } from './policy-documents';
import type { Rule } from './rule';

/**
 * Matches actions on resources whose ids AWS generates, and actions that only list names. A policy may allow these on all resources of a
 * type.
 */
const actionsOnAnyName =
  /:(describe|list)|^(ec2:CreateSecurityGroup|ec2:GetManagedPrefixListEntries|route53:GetChange|route53:GetHostedZone|ssm:UpdateInstanceInformation)$/i;

/** The services whose ARNs end with the name of the resource, without its type. */
const servicesWithoutTypes = ['execute-api', 's3', 'sns', 'sqs'];

/**
 * The resource types that have a key policy. In a key policy, the resource `*` means the key itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
const keyPolicyTypes = ['aws_kms_key', 'aws_kms_key_policy', 'aws_kms_external_key', 'aws_kms_replica_key'];

/**
 * Requires that policies name the resources of each action that supports resource-level permissions. A policy may name all resources of a
 * type only with a condition.
 */
export const policyResources: Rule = (configuration) =>
  allowStatements(configuration)
    .filter(({ block }) => !keyPolicyTypes.includes(block.type))
    .flatMap(({ block, actions, resources, notResources, conditions }) => {
      if (notResources.length > 0) {
        const message = `This policy allows ${actions.join(', ')} on everything except ${notResources.join(', ')}. Name the resources instead.`;
        return [{ block, message }];
      }
      const narrower = (whole: string) =>
        actions.filter((action) => !takesNoResource(action) && (isEverything(whole) || !actionsOnAnyName.test(action)));
      const whole = resources
        .filter((resource) => isEverything(resource) || (isWholeType(resource) && !conditions.some(narrows)))
        .find((resource) => narrower(resource).length > 0);
      if (whole === undefined) return [];
      const message = `This policy allows ${narrower(whole).join(', ')} on ${whole}. Name the ARNs. If an action does not support resource-level permissions, write a separate statement for the action, and add the action to the list in stacks/guard-rails/actions-without-resources.ts.`;
      return [{ block, message }];
    });

/** Whether a resource in a statement is `*`, or an ARN that covers a whole service, such as `arn:aws:s3:::*` or `arn:aws:*`. */
function isEverything(resource: string): boolean {
  const { name, isArn } = parseArn(resource);
  return isArn ? /^[*?:/]*$/.test(name) : /^[*?]/.test(resource);
}

/** Whether the ARN in a statement covers all resources of a type, for example because it ends in `table/*`, `secret:*` or `role*`. */
function isWholeType(resource: string): boolean {
  const { service, name, isArn } = parseArn(resource);
  return isArn && !servicesWithoutTypes.includes(service) && /^[\w*?-]*([*?]|[/:][*?]+([/:].*)?)$/.test(name);
}

function parseArn(resource: string) {
  const [arn, , service = '', , , ...name] = withNames(resource).split(':');
  return { service, name: name.join(':').replace(generatedId, ''), isArn: arn === 'arn' };
}

/**
 * Matches the generated id before the name in the ARN of an autoscaling group.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/control-access-using-iam.html
 */
const generatedId = /^autoScalingGroup:\*:(?=autoScalingGroupName\/)/;

function takesNoResource(action: string): boolean {
  const name = action.toLowerCase();
  return actionsWithoutResources.some((known) => {
    const pattern = known.toLowerCase();
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
}
