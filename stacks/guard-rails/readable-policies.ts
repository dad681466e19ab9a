import { parseJson, readPolicy, textsIn } from './policy-documents';
import type { Rule } from './rule';

/** The arguments that take a policy, in all types of resources. */
const policyArgument = /^((assume_role|access|resource|repository)_)?polic(y|ies)(_document)?$/;

/** Policies are written so that the other rules can read them. */
export const readablePolicies: Rule = (configuration) =>
  configuration.resourcesOf().flatMap((block) =>
    textsIn(block.attributes)
      .filter(({ argument, text }) => policyArgument.test(argument) && text.includes('${'))
      .filter(({ text }) => parseJson(text) === undefined && readPolicy(text, configuration) === undefined)
      .map(({ argument }) => ({
        block,
        message: `Its ${argument} is an expression that only Terraform can evaluate, so nobody can check what it allows. Write it with policyDocument or allowPolicy of stacks/policy.ts; names and ARNs in it may be references.`,
      })),
  );
