import { textsIn } from './attributes';
import type { Block, Configuration } from './configuration';
import { hasExpression, parseJson, withNames } from './expressions';
import { findSource, isPolicyDocument, parsePolicy } from './policy-documents';
import type { Rule } from './rule';

/** Matches the names of arguments that contain a policy, for all types of resources and for the data source `aws_iam_policy_document`. */
const policyArgument =
  /^((assume_role|access|resource|repository|inline)_)?polic(y|ies)(_document)?$|^(source|override)_policy_documents$/;

/** Requires that every policy is readable before an apply, because the other rules cannot check an unreadable policy. */
export const readablePolicies: Rule = (configuration) =>
  [...configuration.resourcesOf(), ...configuration.dataSources].flatMap((block) =>
    [...new Set(unreadableArguments(block, configuration))].map((argument) => ({
      block,
      message: `The ${argument} contains an expression that only Terraform can evaluate, so it cannot be checked. Write the policy with policyDocument or allowPolicy in stacks/iam/policy.ts. Only names and ARNs may be references to attributes.`,
    })),
  );

function unreadableArguments(block: Block, configuration: Configuration): string[] {
  const unreadable = textsIn(block.attributes)
    .filter(({ argument, text }) =>
      policyArgument.test(argument)
        ? !isReadable(text, configuration)
        : (isPolicyDocument(block) || parsePolicy(text) !== undefined) && hasExpression(withNames(text)),
    )
    .map(({ argument }) => argument);
  return isPolicyDocument(block) && JSON.stringify(block.attributes).includes('"dynamic":')
    ? [...unreadable, 'dynamic']
    : unreadable;
}

function isReadable(text: string, configuration: Configuration): boolean {
  if (!hasExpression(text) || findSource(text, configuration) !== undefined) return true;
  return parseJson(text) !== undefined && !hasExpression(withNames(text));
}
