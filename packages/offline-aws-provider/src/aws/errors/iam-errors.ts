import { valuesAt } from '../../protocol/value';
import type { ErrorChecks } from './error-checks';

/**
 * The checks of IAM, by resource type.
 * Source: `Create` of `aws_iam_role_policies_exclusive` in the provider's code
 */
export const iamErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_iam_role_policies_exclusive: {
    write: (list, account) => {
      const existing = account.resources('aws_iam_role_policy').filter(({ role }) => role === list.role_name);
      const names = existing.map(({ name }) => name);
      const missing = valuesAt(list, 'policy_names').filter((name) => !names.includes(name));
      return missing.length > 0
        ? `ValidationError: the policy ${missing.join(', ')} does not exist in the role ${list.role_name}, and cannot be created without a document.`
        : undefined;
    },
  },
};
