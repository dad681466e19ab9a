import { textsIn } from './policy-documents';
import type { Rule } from './rule';

/** Of AWS's own policies, those that allow whole services. */
const forEverything =
  /:policy\/(.*\/)?(AdministratorAccess.*|PowerUserAccess|.*FullAccess.*|\w*Administrator|DataScientist)$/;
/** An ARN whose name is written, whatever its account. */
const written = /policy\/[^{}]+$/;
const ownPolicy = /^\$\{aws_iam_policy\.[\w-]+(\[[^\]]*\])?\.(arn|id)\}$/;

/** Policies that are attached by their ARNs can be looked up, and allow less than a service. */
export const managedPolicies: Rule = (configuration) =>
  configuration.resourcesOf().flatMap((block) =>
    textsIn(block.attributes)
      .filter(({ argument }) => /^(managed_)?policy_arns?$/.test(argument))
      .flatMap(({ argument, text }) => {
        if (forEverything.test(text)) {
          const message = `AWS's policy ${text} allows every action of a service or of all. Write one with the actions that are needed (allowPolicy of stacks/iam/policy.ts).`;
          return [{ block, message }];
        }
        if (written.test(text) || ownPolicy.test(text)) return [];
        const message = `Its ${argument} is ${text}, and nobody can check what that allows. Write the policy's ARN, or refer to that of an aws_iam_policy in this stack.`;
        return [{ block, message }];
      }),
  );
