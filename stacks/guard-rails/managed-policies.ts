import { textsIn } from './attributes';
import type { Rule } from './rule';

/** Matches the ARNs of AWS's managed policies that allow all actions of a service. */
const broadPolicy =
  /:policy\/(.*\/)?(AdministratorAccess.*|PowerUserAccess|.*FullAccess.*|\w*Administrator|DataScientist)$/;
/** Matches an ARN whose policy name is literal. The account may be a reference. */
const literalName = /policy\/[^{}]+$/;
const ownPolicy = /^\$\{aws_iam_policy\.[\w-]+(\[[^\]]*\])?\.(arn|id)\}$/;

/** Requires that every attached policy can be checked, and that no attached AWS managed policy allows all actions of a service. */
export const managedPolicies: Rule = (configuration) =>
  configuration.resourcesOf().flatMap((block) =>
    textsIn(block.attributes)
      .filter(({ argument }) => /^(managed_)?policy_arns?$/.test(argument))
      .flatMap(({ argument, text }) => {
        if (broadPolicy.test(text)) {
          const message = `The AWS policy ${text} allows all actions of a service or of all services. Write a policy with the actions that are needed (allowPolicy in stacks/iam/policy.ts).`;
          return [{ block, message }];
        }
        if (literalName.test(text) || ownPolicy.test(text)) return [];
        const message = `The ${argument} ${text} cannot be checked. Use a literal ARN, or a reference to an aws_iam_policy in this stack.`;
        return [{ block, message }];
      }),
  );
