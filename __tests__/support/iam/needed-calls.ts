import { changePoliciesOf, needsOf, readPoliciesOf, type StackOwner } from '@eight-digit/aws-permissions';
import { type Call, isAllowed, type Statement } from './iam-evaluator';

/** A call that Terraform makes for a stack. */
export interface NeededCall extends Call {
  /** The Terraform type of the resource for which the call is made. */
  readonly type: string;
}

/** Matches the actions on existing resources: all actions except those that begin with one of these verbs. */
const onExisting = /:(?!(Allocate|Authorize|Create|PassRole|Register|Request|Run|StartInstanceRefresh))/;

/** Returns the calls that Terraform makes for the resources of a stack. Examples replace the wildcards in ARNs and conditions. */
export function neededCalls(owner: StackOwner): NeededCall[] {
  const needs = [...needsOf(owner, 'reads'), ...needsOf(owner, 'writes')].filter(({ type }) => owner.has(type));
  const actionsOf = (one: string) => new Set(needs.filter(({ type }) => type === one).map(({ action }) => action));
  return needs.flatMap(({ type, action, target }) =>
    target
      .resources(owner)
      .flatMap((arn) => inBothRegions(arn, owner))
      .map((arn) => ({
        type,
        action,
        resource: arn === '*' ? arn : exampleOf(arn),
        context: contextOf(target.condition?.(owner, actionsOf(type)) ?? {}),
      })),
  );
}

/**
 * Returns the calls that refresh, change and delete the existing resources of a stack. Data sources are omitted: after an edit of the
 * settings, a plan does not read the old ones.
 */
export function callsOnExisting(owner: StackOwner): NeededCall[] {
  const isNew = ({ context = {} }: Call) => Object.keys(context).some((key) => key.startsWith('aws:RequestTag/'));
  return neededCalls(owner).filter(
    (call) => call.type.startsWith('aws_') && onExisting.test(call.action) && !isNew(call),
  );
}

/** Returns the calls that the environment's deploy role is not allowed to make. */
export function rejectedCalls(calls: readonly NeededCall[], owner: StackOwner): NeededCall[] {
  const statements = new Map<string, Statement[]>();
  for (const statement of Object.values({ ...readPoliciesOf(owner), ...changePoliciesOf(owner) }).flat()) {
    for (const action of statement.Action) statements.set(action, [...(statements.get(action) ?? []), statement]);
  }
  return calls.filter((call) => !isAllowed(statements.get(call.action) ?? [], call));
}

/**
 * Replaces the region `*` of an ARN. The result is one ARN in the environment's region, and one in us-east-1 for CloudFront's resources.
 */
function inBothRegions(arn: string, { region }: StackOwner): string[] {
  const [, service] = /^arn:aws:([\w-]+):\*:/.exec(arn) ?? [];
  if (service === undefined) return [arn];
  return [region, 'us-east-1'].map((one) => arn.replace(`arn:aws:${service}:*:`, `arn:aws:${service}:${one}:`));
}

/** Returns values that meet the conditions of a statement. Negated conditions need no value. */
function contextOf(conditions: NonNullable<Statement['Condition']>): Call['context'] {
  const positive = Object.entries(conditions).filter(([operator]) => operator !== 'Null' && !operator.includes('Not'));
  return Object.fromEntries(
    positive.flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, patterns]) => {
        const values = [patterns].flat().map(exampleOf);
        return [key, operator.startsWith('ForAllValues:') ? values : (values[0] ?? '')] as const;
      }),
    ),
  );
}

function exampleOf(pattern: string): string {
  return pattern.replace(/[*?]/g, '1');
}
